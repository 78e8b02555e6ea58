#include "tools/option.h"

#include <assert.h>
#include <stdio.h>
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
        if (strcmp(o->param.name, name) == 0 ||
            (o->also != NULL && strcmp(o->also, name) == 0))
            return i;
    }
    return SIZE_MAX;
}

const char *phw_option_placeholder(const phw_option *o)
{
    return o->placeholder != NULL ? o->placeholder : "VALUE";
}

static void say_words(char *out, size_t size, const phw_param *p)
{
    size_t n = (size_t)snprintf(out, size, "one of");
    for (size_t i = 0; p->choice[i] != NULL && n < size; ++i)
        n += (size_t)snprintf(out + n, size - n, "%s %s", i > 0 ? "," : "",
                              p->choice[i]);
    if (n < size)
        (void)snprintf(out + n, size - n, "; default %s", p->choice[(size_t)p->preset]);
}

static void say_range(char *out, size_t size, const phw_option *o)
{
    const phw_param *p = &o->param;
    const char *unit = p->unit != NULL ? p->unit : "";
    const char *blank = *unit != '\0' ? " " : "";
    const size_t n =
        (size_t)snprintf(out, size, "%.10g to %.16g%s%s", p->min, p->max, blank, unit);
    if (!o->no_preset && n < size)
        (void)snprintf(out + n, size - n, "; default %.10g%s%s", p->preset, blank,
                       unit);
}

void phw_option_values(char out[PHW_OPTION_VALUES_SIZE], const phw_option *o)
{
    const size_t size = PHW_OPTION_VALUES_SIZE;
    out[0] = '\0';
    if (o->kind == PHW_OPTION_NUMBER && o->param.choice != NULL)
        say_words(out, size, &o->param);
    else if (o->kind == PHW_OPTION_NUMBER)
        say_range(out, size, o);
    else if (o->text_preset != NULL)
        (void)snprintf(out, size, "default %s", o->text_preset);
    else if (o->kind == PHW_OPTION_LIST)
        (void)snprintf(out, size, "may be given again");
}

phw_status phw_argument_set(phw_arguments *inout, size_t i, const char *text)
{
    const phw_option *o = phw_option_at(inout->option, inout->n_options, i);
    inout->value[i].given = true;
    inout->value[i].text = text;
    if (o->kind != PHW_OPTION_NUMBER)
        return PHW_OK;
    char dashed[64];
    (void)snprintf(dashed, sizeof dashed, "--%s", o->param.name);
    phw_param named = o->param;
    named.name = dashed;
    if (o->is_exponent && strncmp(text, "2^-", 3) == 0)
        text += 3;
    return phw_param_read(&inout->value[i].number, &named, text);
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

const char *phw_argument_item(const phw_arguments *a, const char *name, size_t i)
{
    const size_t option = place(a, name);
    for (size_t k = 0; k < a->n_list; ++k) {
        if (a->list_option[k] == option && i-- == 0)
            return a->list[k];
    }
    return NULL;
}

uint64_t phw_argument_count(const phw_arguments *a, const char *name)
{
    return (uint64_t)phw_argument_number(a, name);
}

const char *phw_argument_positional(const phw_arguments *a, size_t i)
{
    return i < a->n_positional ? a->positional[i] : NULL;
}
