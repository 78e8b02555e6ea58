#include "core/param.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/core/comma_locale.h"

static const char *const windows[] = {"none", "hann", "blackman", NULL};

static const phw_param table[] = {
    {.name = "rate", .unit = "Hz", .min = 1, .max = 1e9, .preset = 100},
    {.name = "levels", .unit = "", .min = 2, .max = 4096, .preset = 4, .whole = true},
    {.name = "gain", .unit = "dB", .min = -20, .max = 20, .preset = 0},
    {.name = "window", .unit = "", .preset = 1, .choice = windows},
};

#define N_TABLE (sizeof table / sizeof table[0])

Test(param, numbers_of_the_grammar_are_read_exactly)
{
    static const struct {
        const char *text;
        const char *unit;
        double value;
    } row[] = {
        {"12", "", 12},
        {"0", "", 0},
        {"-0.5", "", -0.5},
        {"+3", "", 3},
        {".5", "", .5},
        {"5.", "", 5},
        {"1e6", "", 1e6},
        {"1E-3", "", 1e-3},
        {"20M", "", 20e6},
        {"20M", "Hz", 20e6},
        {"20Hz", "Hz", 20},
        {"868.3MHz", "Hz", 868.3e6},
        {"-10dB", "dB", -10},
        {"2.4G", "Hz", 2.4e9},
        {"1.005k", "", 1005},
        {"4.35u", "s", 4.35e-6},
        {"4.35us", "s", 4.35e-6},
        {"0.3ns", "s", 0.3e-9},
        {"7p", "", 7e-12},
        {"1T", "", 1e12},
        {"5m", "m", 5},
        {"5mm", "m", 5e-3},
        {"5km", "m", 5e3},
        {"1e3k", "", 1e6},
        {"1e-400", "", 0},
        {"-3m", "s", -3e-3},
        {"000000000000000000000000000000000000000000000000000000000000000007k", "",
         7000},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        double value = -99;
        cr_expect_eq(phw_param_number(&value, row[i].text, row[i].unit), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_eq(value, row[i].value, "%s: %.17g", row[i].text, value);
    }
}

Test(param, what_is_no_number_is_refused_and_quoted)
{
    static const char *const row[][2] = {
        {"", ""},        {" 1", ""},   {"1 ", ""},       {"1 Hz", "Hz"}, {"one", ""},
        {"nan", ""},     {"inf", ""},  {"-inf", ""},     {"+nan", ""},   {"1e400", ""},
        {"1e300G", ""},  {"0x10", ""}, {"1e308T", ""},   {"1,5", ""},    {"1.5.2", ""},
        {"--1", ""},     {"1e", ""},   {"5Hz", ""},      {"5Hz", "dB"},  {"5MM", ""},
        {"5MMHz", "Hz"}, {"5K", ""},   {"5hz", "Hz"},    {".", ""},      {"-", ""},
        {"1d5", ""},     {"1\n", ""},  {"infinity", ""},
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        double value = 7;
        cr_expect_eq(phw_param_number(&value, row[i][0], row[i][1]), PHW_EARG, "%s",
                     row[i][0]);
        cr_expect_eq(value, 7, "out is untouched on failure");
        cr_expect_eq(phw_error_message()[0], '"', "%s", phw_error_message());
    }
}

Test(param, ranges_hold_to_their_ends)
{
    static const struct {
        size_t at;
        const char *text;
        bool fits;
    } row[] = {
        {0, "1", true},       {0, "1GHz", true},  {0, "0.999", false},
        {0, "1.001G", false}, {1, "2", true},     {1, "4096", true},
        {1, "2.5", false},    {1, "4097", false}, {1, "1.005k", true},
        {1, "-4", false},     {2, "-20dB", true}, {2, "-20.1", false},
        {3, "hann", true},    {3, "none", true},  {3, "Hann", false},
        {3, "", false},       {3, "1", false},    {1, "", false},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_param *spec = &table[row[i].at];
        double value = -77;
        const phw_status s = phw_param_read(&value, spec, row[i].text);
        cr_expect_eq(s, row[i].fits ? PHW_OK : PHW_EARG, "%s %s", spec->name,
                     row[i].text);
        cr_expect_eq(value == -77, !row[i].fits);
        if (!row[i].fits)
            cr_expect_eq(strncmp(phw_error_message(), spec->name, strlen(spec->name)),
                         0, "%s", phw_error_message());
    }
}

Test(param, choices_are_read_as_their_index_and_listed)
{
    double value = -1;
    cr_assert_eq(phw_param_read(&value, &table[3], "blackman"), PHW_OK);
    cr_expect_eq(value, 2);
    cr_assert_eq(phw_param_read(&value, &table[3], "kaiser"), PHW_EARG);
    cr_expect_str_eq(phw_error_message(),
                     "window: \"kaiser\"; expected one of none, hann, blackman");
}

Test(param, tables_begin_at_their_defaults)
{
    static const char *const empty[] = {NULL, "", ":", "::"};
    for (size_t i = 0; i < 4; ++i) {
        phw_params p;
        cr_assert_eq(phw_params_read(&p, table, N_TABLE, empty[i]), PHW_OK);
        for (size_t k = 0; k < PHW_PARAMS_MAX; ++k)
            cr_expect_eq(p.value[k], k < N_TABLE ? table[k].preset : 0);
    }
}

Test(param, what_is_named_changes_and_nothing_else)
{
    phw_params p;
    cr_assert_eq(phw_params_read(&p, table, N_TABLE, "window=none:rate=2k"), PHW_OK);
    cr_expect_eq(p.value[0], 2000);
    cr_expect_eq(p.value[1], 4);
    cr_expect_eq(p.value[2], 0);
    cr_expect_eq(p.value[3], 0);
}

Test(param, unknown_names_are_told_what_there_is)
{
    phw_params p = {{5}};
    cr_expect_eq(phw_params_read(&p, table, N_TABLE, "rate=3:speed=2"), PHW_EARG);
    cr_expect_str_eq(phw_error_message(), "\"speed\" is not a parameter here; there "
                                          "are rate, levels, gain, window");
    cr_expect_eq(phw_params_read(&p, table, 1, "speed=2"), PHW_EARG);
    cr_expect_eq(phw_params_read(&p, NULL, 0, "speed=2"), PHW_EARG);
    cr_expect_eq(phw_params_read(&p, table, N_TABLE, "rate"), PHW_EARG);
    cr_expect_eq(phw_params_read(&p, table, N_TABLE, "=3"), PHW_EARG);
    cr_expect_eq(phw_params_read(&p, table, N_TABLE, "rate=3:levels=x"), PHW_EARG);
    cr_expect_eq(p.value[0], 5, "out is untouched on failure");
}

Test(param, a_choice_splits_at_its_first_colon)
{
    static const char *const row[][3] = {
        {"cdf", "cdf", ""},
        {"cdf:levels=4", "cdf", "levels=4"},
        {"guard:alpha=0.6:sides=one", "guard", "alpha=0.6:sides=one"},
        {"", "", ""},
        {"1234567", "1234567", ""},
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        char name[8];
        const char *rest = NULL;
        cr_assert_eq(phw_choice_split(name, &rest, row[i][0], sizeof name), PHW_OK);
        cr_expect_str_eq(name, row[i][1]);
        cr_expect_str_eq(rest, row[i][2]);
    }
    char name[8];
    const char *rest = NULL;
    cr_expect_eq(phw_choice_split(name, &rest, "12345678:a=1", sizeof name), PHW_EARG);
}

Test(param, the_decimal_point_is_a_point_in_every_locale)
{
    if (set_comma_locale() == NULL)
        cr_skip_test("no locale with a decimal comma here");
    char text[16];
    (void)snprintf(text, sizeof text, "%.1f", 1.5);
    cr_assert_str_eq(text, "1,5");
    double value = 0;
    cr_expect_eq(phw_param_number(&value, "1.5k", ""), PHW_OK);
    cr_expect_eq(value, 1500);
    cr_expect_eq(phw_param_number(&value, "1,5", ""), PHW_EARG);
    (void)snprintf(text, sizeof text, "%.1f", 1.5);
    cr_expect_str_eq(text, "1,5", "the program's own locale stays");
}
