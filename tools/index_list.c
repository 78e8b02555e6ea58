#include "tools/index_list.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Reads a number at *text and moves on; false when there is none. */
static bool take_number(size_t *out, const char **text)
{
    char *end = NULL;
    if (!isdigit((unsigned char)**text))
        return false;
    errno = 0;
    *out = strtoul(*text, &end, 10);
    *text = end;
    return errno == 0;
}

/* A number or a range at *text, up to a comma or the end. */
static bool take_member(size_t *from, size_t *to, const char **text)
{
    if (!take_number(from, text))
        return false;
    *to = *from;
    if (**text == '-') {
        ++*text;
        if (!take_number(to, text) || *to < *from)
            return false;
    }
    return **text == ',' || **text == '\0';
}

static phw_status add_range(phw_indices *list, bool *there, const char *what,
                            size_t from, size_t to)
{
    for (size_t i = from; i <= to; ++i) {
        if (there[i])
            return phw_fail(PHW_EARG, "%s: %zu is there twice", what, i);
        there[i] = true;
        list->index[list->n++] = i;
    }
    return PHW_OK;
}

static phw_status read_members(phw_indices *list, bool *there, const char *what,
                               const char *text, size_t bound)
{
    size_t from = 0;
    size_t to = bound - 1;
    if (text == NULL || strcmp(text, "all") == 0)
        return add_range(list, there, what, from, to);
    for (const char *at = text;; ++at) {
        const char *member = at;
        if (!take_member(&from, &to, &at))
            return phw_fail(PHW_EARG, "%s: \"%s\"; expected places like 0-4,7 or all",
                            what, member);
        if (to >= bound)
            return phw_fail(PHW_EARG, "%s: %zu; there are %zu, counted from 0", what,
                            to, bound);
        PHW_TRY(add_range(list, there, what, from, to));
        if (*at == '\0')
            return PHW_OK;
    }
}

phw_status phw_indices_read(phw_indices *out, const char *what, const char *text,
                            size_t bound)
{
    phw_indices list = {0};
    bool *there = NULL;
    phw_status s = phw_array_alloc(&list.index, bound, sizeof *list.index);
    if (!s)
        s = phw_array_alloc(&there, bound, sizeof *there);
    if (!s)
        s = read_members(&list, there, what, text, bound);
    free(there);
    if (s)
        phw_indices_free(&list);
    else
        *out = list;
    return s;
}

void phw_indices_free(phw_indices *list)
{
    free(list->index);
    *list = (phw_indices){0};
}
