#include "tools/option.h"

#include <assert.h>
#include <string.h>

/* Options of every command. */
static const phw_option common[] = {
    {.param = {.name = "json", .summary = "print exactly one JSON object"}},
    {.param = {.name = "quiet", .summary = "no progress bar"}, .letter = 'q'},
    {.param = {.name = "help", .summary = "this page"}, .letter = 'h'},
};

#define N_COMMON (sizeof common / sizeof common[0])

const phw_option *phw_option_at(const phw_option *table, size_t n, size_t i)
{
    if (i < n)
        return &table[i];
    return i - n < N_COMMON ? &common[i - n] : NULL;
}

size_t phw_option_find(const phw_option *table, size_t n, const char *name)
{
    const phw_option *o = NULL;
    for (size_t i = 0; (o = phw_option_at(table, n, i)) != NULL; ++i) {
        if (strcmp(o->param.name, name) == 0)
            return i;
    }
    return SIZE_MAX;
}

static size_t place(const phw_arguments *a, const char *name)
{
    const size_t i = phw_option_find(a->option, a->n_options, name);
    assert(i != SIZE_MAX);
    return i;
}

bool phw_argument_given(const phw_arguments *a, const char *name)
{
    return a->value[place(a, name)].given;
}

double phw_argument_number(const phw_arguments *a, const char *name)
{
    return a->value[place(a, name)].number;
}

const char *phw_argument_text(const phw_arguments *a, const char *name)
{
    return a->value[place(a, name)].text;
}

uint64_t phw_argument_count(const phw_arguments *a, const char *name)
{
    return (uint64_t)phw_argument_number(a, name);
}

const char *phw_argument_positional(const phw_arguments *a, size_t i)
{
    return i < a->n_positional ? a->positional[i] : NULL;
}
