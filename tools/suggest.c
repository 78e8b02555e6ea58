#include "tools/suggest.h"

#include <stdint.h>
#include <string.h>

/* Longer words are not compared: none of our names is. */
#define LETTERS_MAX 63

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, one row at a time. */
static size_t distance(const char *a, const char *b)
{
    const size_t n = strlen(b);
    size_t row[LETTERS_MAX + 1];
    for (size_t j = 0; j <= n; ++j)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; ++i) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; ++j) {
            const size_t above = row[j + 1];
            row[j + 1] =
                least(least(above, row[j]) + 1, diagonal + (a[i] != b[j] ? 1 : 0));
            diagonal = above;
        }
    }
    return row[n];
}

const char *phw_suggest(const char *word, phw_suggest_name *name, const void *context)
{
    const size_t length = strlen(word);
    if (length == 0 || length > LETTERS_MAX)
        return NULL;
    const char *best = NULL;
    size_t best_distance = (length / 3 > 2 ? length / 3 : 2) + 1;
    const char *candidate = NULL;
    for (size_t i = 0; (candidate = name(context, i)) != NULL; ++i) {
        if (strlen(candidate) > LETTERS_MAX)
            continue;
        /* A word that only stops short of one name, like "recon", means it. */
        const size_t d = length >= 3 && strncmp(candidate, word, length) == 0
                             ? 1
                             : distance(word, candidate);
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}
