#include "datasets/complex_text.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

char phw_complex_part(phw_slice *stem, phw_slice cell)
{
    static const struct {
        const char *word;
        char part;
    } words[] = {{"real", 'r'}, {"imag", 'i'}, {"re", 'r'}, {"im", 'i'}};

    const size_t n = (size_t)(cell.end - cell.from);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; ++i) {
        const size_t length = strlen(words[i].word);
        *stem = cell;
        if (n < length)
            continue;
        if (strncasecmp(cell.end - length, words[i].word, length) == 0 &&
            (n == length || strchr("_ .", cell.end[-(ptrdiff_t)length - 1]) != NULL)) {
            stem->end -= n == length ? length : length + 1;
            return words[i].part;
        }
        if (n > length && strncasecmp(cell.from, words[i].word, length) == 0 &&
            cell.from[length] == '_') {
            stem->from += length + 1;
            return words[i].part;
        }
    }
    return '\0';
}

bool phw_complex_cell(const phw_table *t, double *re, double *im, phw_slice cell)
{
    if (cell.end - cell.from >= 2 && *cell.from == '(' && cell.end[-1] == ')')
        cell = (phw_slice){cell.from + 1, cell.end - 1};
    if (phw_slice_is_empty(cell) || strchr("ijIJ", cell.end[-1]) == NULL)
        return false;
    const char *cut = cell.end - 1;
    while (cut > cell.from &&
           (strchr("+-", *cut) == NULL || (cut > cell.from && strchr("eE", cut[-1]))))
        --cut;
    *re = 0;
    const phw_slice first = {cell.from, cut};
    const phw_slice second = {cut, cell.end - 1};
    return (phw_slice_is_empty(first) || phw_table_number(t, re, first)) &&
           phw_table_number(t, im, second);
}
