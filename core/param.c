#include "core/param.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* strtod of the C locale, whatever the program has set. */
static double number(const char *text, char **end)
{
    const locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const locale_t before = c == (locale_t)0 ? c : uselocale(c);
    const double value = strtod(text, end);
    if (c != (locale_t)0) {
        (void)uselocale(before);
        freelocale(c);
    }
    return value;
}

/* The power of ten of the prefix that `text` begins with when `unit` (or nothing)
 * follows it; false when the text is neither a prefix nor the unit. */
static bool find_exponent(int *out, const char *text, const char *unit)
{
    static const struct {
        char letter;
        int exponent;
    } prefix[] = {{'p', -12}, {'n', -9}, {'u', -6}, {'m', -3},
                  {'k', 3},   {'M', 6},  {'G', 9},  {'T', 12}};

    *out = 0;
    if (*text == '\0' || strcmp(text, unit) == 0)
        return true;
    for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; ++i) {
        *out = prefix[i].exponent;
        if (*text == prefix[i].letter &&
            (text[1] == '\0' || strcmp(text + 1, unit) == 0))
            return true;
    }
    return false;
}

/* The number again with the exponent in its text: 1.005k is 1005, and not the
 * 1004.9999999999999 that 1.005 * 1000 gives. Where an exponent stands already, or the
 * text is too long to be typed, the product does. */
static double scaled(const char *text, size_t length, double value, int exponent)
{
    char copy[64];
    if (exponent == 0)
        return value;
    if (strcspn(text, "eE") < length || length + 5 > sizeof copy)
        return value * pow(10, exponent);
    (void)snprintf(copy, sizeof copy, "%.*se%d", (int)length, text, exponent);
    char *end = NULL;
    return number(copy, &end);
}

/* Not what strtod takes besides: blanks, "inf", "nan", hexadecimal. */
static bool is_number(const char *text)
{
    char *end = NULL;
    if (*text == '\0' || strchr("+-.0123456789", *text) == NULL ||
        strpbrk(text, "xX") != NULL)
        return false;
    (void)number(text, &end);
    return end != text;
}

phw_status phw_param_number(double *out, const char *text, const char *unit)
{
    if (!is_number(text))
        return phw_fail(PHW_EARG, "\"%s\" is not a number", text);
    char *end = NULL;
    double value = number(text, &end);
    int exponent = 0;
    if (!find_exponent(&exponent, end, unit))
        return phw_fail(PHW_EARG, "\"%s\": \"%s\" is not a unit here; expected %s%s",
                        text, end, *unit != '\0' ? unit : "a plain number",
                        *unit != '\0' ? ", or one of p n u m k M G T before it" : "");
    value = scaled(text, (size_t)(end - text), value, exponent);
    if (!isfinite(value))
        return phw_fail(PHW_EARG, "\"%s\" is not a finite number", text);
    *out = value;
    return PHW_OK;
}

static phw_status read_choice(double *out, const phw_param *spec, const char *text)
{
    char all[256] = "";
    size_t used = 0;
    for (size_t i = 0; spec->choice[i] != NULL; ++i) {
        if (strcmp(spec->choice[i], text) == 0) {
            *out = (double)i;
            return PHW_OK;
        }
        const int n = snprintf(all + used, sizeof all - used, "%s%s", i > 0 ? ", " : "",
                               spec->choice[i]);
        used += n > 0 && (size_t)n < sizeof all - used ? (size_t)n : 0;
    }
    return phw_fail(PHW_EARG, "%s: \"%s\"; expected one of %s", spec->name, text, all);
}

static phw_status refuse_value(const phw_param *spec, const char *text, const char *why,
                               const char *kind)
{
    return phw_fail(PHW_EARG, "%s: \"%s\"%s; expected %s%.10g to %.10g%s%s", spec->name,
                    text, why, kind, spec->min, spec->max,
                    *spec->unit != '\0' ? " " : "", spec->unit);
}

phw_status phw_param_read(double *out, const phw_param *spec, const char *text)
{
    if (spec->choice != NULL)
        return read_choice(out, spec, text);
    double value = 0;
    if (!is_number(text))
        return refuse_value(spec, text, " is not a number", "");
    const phw_status s = phw_param_number(&value, text, spec->unit);
    if (s)
        return phw_fail_within(s, "%s", spec->name);
    if (value < spec->min || value > spec->max)
        return refuse_value(spec, text, " is out of range", "");
    if (spec->whole && value != floor(value))
        return refuse_value(spec, text, "", "a whole number, ");
    *out = value;
    return PHW_OK;
}

void phw_params_preset(phw_params *out, const phw_param *spec, size_t n)
{
    *out = (phw_params){{0}};
    for (size_t i = 0; i < n && i < PHW_PARAMS_MAX; ++i)
        out->value[i] = spec[i].preset;
}

static phw_status unknown_name(const char *name, const phw_param *spec, size_t n)
{
    char all[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < n; ++i) {
        const int more = snprintf(all + used, sizeof all - used, "%s%s",
                                  i > 0 ? ", " : "", spec[i].name);
        used += more > 0 && (size_t)more < sizeof all - used ? (size_t)more : 0;
    }
    return phw_fail(PHW_EARG, "\"%s\" is not a parameter here; there %s %s", name,
                    n == 1 ? "is" : "are", n > 0 ? all : "none");
}

static phw_status read_one(phw_params *out, const phw_param *spec, size_t n,
                           char *field)
{
    char *equals = strchr(field, '=');
    if (equals == NULL)
        return phw_fail(PHW_EARG, "\"%s\"; expected name=value", field);
    *equals = '\0';
    for (size_t i = 0; i < n; ++i) {
        if (strcmp(spec[i].name, field) == 0)
            return phw_param_read(&out->value[i], &spec[i], equals + 1);
    }
    return unknown_name(field, spec, n);
}

phw_status phw_params_read(phw_params *out, const phw_param *spec, size_t n,
                           const char *text)
{
    assert(n <= PHW_PARAMS_MAX);
    phw_params p;
    phw_params_preset(&p, spec, n);
    char *copy = strdup(text != NULL ? text : "");
    if (copy == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read parameters");
    phw_status s = PHW_OK;
    char *state = NULL;
    for (char *field = strtok_r(copy, ":", &state); field != NULL && !s;
         field = strtok_r(NULL, ":", &state))
        s = read_one(&p, spec, n, field);
    free(copy);
    if (!s)
        *out = p;
    return s;
}

phw_status phw_choice_split(char *name, const char **rest, const char *text,
                            size_t size)
{
    const size_t length = strcspn(text, ":");
    if (length + 1 > size)
        return phw_fail(PHW_EARG, "\"%.40s...\" is too long for a name", text);
    memcpy(name, text, length);
    name[length] = '\0';
    *rest = text[length] == ':' ? text + length + 1 : text + length;
    return PHW_OK;
}
