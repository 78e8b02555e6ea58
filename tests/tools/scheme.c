#include "tools/scheme.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/status.h"
#include "tools/scheme_files.h"

static const phw_option allowed[] = {
    {.param = {.name = "quantizer"}, .kind = PHW_OPTION_TEXT, .text_preset = "cdf"},
    {.param = {.name = "epsilon",
               .unit = "",
               .min = 1,
               .max = 256,
               .preset = 64,
               .whole = true},
     .kind = PHW_OPTION_NUMBER},
};

/* A command has more than what a scheme may set. */
static const phw_option table[] = {
    {.param = {.name = "output"}, .kind = PHW_OPTION_TEXT},
    {.param = {.name = "quantizer"}, .kind = PHW_OPTION_TEXT, .text_preset = "cdf"},
    {.param = {.name = "epsilon",
               .unit = "",
               .min = 1,
               .max = 256,
               .preset = 64,
               .whole = true},
     .kind = PHW_OPTION_NUMBER},
};

static phw_status parse(phw_scheme *out, const char *text)
{
    return phw_scheme_parse(out, "own.yaml", text, strlen(text));
}

static phw_arguments preset(void)
{
    phw_arguments a = {.option = table, .n_options = sizeof table / sizeof table[0]};
    for (size_t i = 0; i < a.n_options; ++i) {
        a.value[i].number = table[i].param.preset;
        a.value[i].text = table[i].text_preset;
    }
    return a;
}

static phw_status apply(phw_arguments *inout, const phw_scheme *s)
{
    return phw_scheme_apply(inout, s, allowed, sizeof allowed / sizeof allowed[0]);
}

Test(scheme, keeps_what_a_file_says)
{
    phw_scheme s = {0};
    cr_assert_eq(parse(&s,
                       "# why\ndescription: one bit: above or below\n"
                       "reference: nobody\nfeature: [power, average]\nepsilon: 40\n"),
                 PHW_EINPUT);
    cr_assert_eq(parse(&s,
                       "# why\ndescription: one bit\n"
                       "reference: nobody\nfeature: [power, average]\nepsilon: 40\n"),
                 PHW_OK);
    cr_expect_str_eq(s.name, "own.yaml");
    cr_expect_str_eq(s.description, "one bit");
    cr_expect_str_eq(s.reference, "nobody");
    cr_assert_eq(s.n, 2);
    cr_expect_str_eq(s.setting[0].option, "feature");
    cr_expect_str_eq(s.setting[0].value, "power,average");
    cr_expect_eq(s.setting[1].line, 5);
}

Test(scheme, sets_options_but_for_those_that_were_given)
{
    phw_scheme s = {0};
    cr_assert_eq(parse(&s, "quantizer: cdf:bits=3\nepsilon: 40\n"), PHW_OK);
    phw_arguments a = preset();
    cr_assert_eq(apply(&a, &s), PHW_OK);
    cr_expect_str_eq(phw_argument_text(&a, "quantizer"), "cdf:bits=3");
    cr_expect_eq(phw_argument_number(&a, "epsilon"), 40);
    cr_expect(phw_argument_given(&a, "epsilon"));
    cr_expect_not(phw_argument_given(&a, "output"));

    a = preset();
    cr_assert_eq(phw_argument_set(&a, 2, "80"), PHW_OK);
    cr_assert_eq(apply(&a, &s), PHW_OK);
    cr_expect_eq(phw_argument_number(&a, "epsilon"), 80);
}

static void refused(const char *text, const char *says)
{
    phw_scheme s = {0};
    phw_arguments a = preset();
    phw_status status = parse(&s, text);
    if (status == PHW_OK)
        status = apply(&a, &s);
    cr_expect_eq(status, PHW_EINPUT, "%s", text);
    cr_expect_not_null(strstr(phw_error_message(), says), "%s: %s", text,
                       phw_error_message());
}

Test(scheme, refuses_what_is_no_option_of_key_generation)
{
    refused("quantiser: cdf\n", "own.yaml:1: quantiser: no option of a scheme; did you "
                                "mean quantizer?");
    refused("\noutput: secret.key\n", "own.yaml:2: output");
    refused("quantizer:\n  cdf:\n    bits: 2\n", "quantizer.cdf.bits");
    refused("epsilon: 0\n", "own.yaml:1: --epsilon");
    refused("epsilon: much\n", "--epsilon");
    refused("", "nothing is in it");
    refused("- cdf\n", "no option");
    refused("epsilon: 64\nepsilon: 65\n", "own.yaml:2: epsilon: given twice");
}

Test(scheme, refuses_texts_and_lists_without_end)
{
    char text[4096] = "quantizer: ";
    memset(text + strlen(text), 'x', 300);
    refused(text, "expected fewer than 224");
    size_t n = 0;
    for (int i = 0; i <= PHW_SCHEME_SETTINGS_MAX; ++i)
        n += (size_t)snprintf(text + n, sizeof text - n, "option%d: 1\n", i);
    refused(text, "more than 32 options");
}

/* The library's own rule: a first part of any file is a scheme or a clear error. */
Test(scheme, survives_files_that_are_cut_anywhere)
{
    const phw_scheme_file *file = phw_scheme_file_at(0);
    char text[4096];
    const size_t size = strlen(file->text);
    cr_assert_lt(size, sizeof text);
    for (size_t n = 0; n <= size; ++n) {
        phw_scheme s = {0};
        memcpy(text, file->text, n);
        text[n] = '\0';
        const phw_status status = phw_scheme_parse(&s, "cut.yaml", text, n);
        cr_expect(status == PHW_OK || status == PHW_EINPUT, "at %zu", n);
    }
}

Test(scheme, files_that_come_along_are_read_by_name_and_say_what_they_are)
{
    const phw_scheme_file *file = NULL;
    const char *before = "";
    size_t n = 0;
    for (; (file = phw_scheme_file_at(n)) != NULL; ++n) {
        phw_scheme s = {0};
        cr_assert_eq(phw_scheme_read(&s, file->name), PHW_OK, "%s: %s", file->name,
                     phw_error_message());
        cr_expect_str_eq(s.description, file->description);
        cr_expect_str_eq(s.reference, file->reference);
        cr_expect_gt(s.n, 0, "%s sets nothing", file->name);
        cr_expect_lt(strcmp(before, file->name), 0, "%s is out of order", file->name);
        before = file->name;
    }
    cr_expect_geq(n, 6);
}

Test(scheme, a_name_that_is_not_there_is_told_from_a_file)
{
    phw_scheme s = {0};
    cr_expect_eq(phw_scheme_read(&s, "gaurd"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "did you mean guard?"));
    cr_expect_eq(phw_scheme_read(&s, "none/such"), PHW_EINPUT);
    cr_expect_eq(phw_scheme_read(&s, "nonesuch.yaml"), PHW_EINPUT);
}
