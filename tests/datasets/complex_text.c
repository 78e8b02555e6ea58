#include "datasets/complex_text.h"

#include <math.h>

#include "tests/datasets/scratch.h"

static phw_slice slice(const char *text)
{
    return (phw_slice){text, text + strlen(text)};
}

Test(complex_text, numpys_and_matlabs_cells_are_read)
{
    static const struct {
        const char *text;
        double re;
        double im;
    } cases[] = {{"(1+2j)", 1, 2}, {"1-2i", 1, -2}, {"-1.5e-3+2.5E+2j", -1.5e-3, 250},
                 {"3j", 0, 3},     {"-4i", 0, -4},  {"(0.5-0j)", 0.5, -0.0}};

    phw_table t;
    cr_assert_eq(phw_table_start(&t, "1\n", 2, "t", ','), PHW_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        double re = 9;
        double im = 9;
        cr_expect(phw_complex_cell(&t, &re, &im, slice(cases[i].text)), "%s",
                  cases[i].text);
        cr_expect(re == cases[i].re && im == cases[i].im, "%s: %g %g", cases[i].text,
                  re, im);
    }
    static const char *const none[] = {"",   "1",    "i",     "1+i",
                                       "+j", "1+2k", "(1+2j", "a+2j"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; ++i) {
        double re = 0;
        double im = 0;
        cr_expect_not(phw_complex_cell(&t, &re, &im, slice(none[i])), "%s", none[i]);
    }
    phw_table_end(&t);
}

Test(complex_text, names_tell_parts)
{
    static const struct {
        const char *name;
        char part;
        const char *stem;
    } cases[] = {{"h0_re", 'r', "h0"},     {"h0_im", 'i', "h0"}, {"re_12", 'r', "12"},
                 {"im_12", 'i', "12"},     {"real", 'r', ""},    {"Imag", 'i', ""},
                 {"csi.real", 'r', "csi"}, {"core", '\0', ""},   {"time", '\0', ""},
                 {"rssi", '\0', ""}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        phw_slice stem;
        cr_expect_eq(phw_complex_part(&stem, slice(cases[i].name)), cases[i].part, "%s",
                     cases[i].name);
        if (cases[i].part != '\0') {
            cr_expect_eq((size_t)(stem.end - stem.from), strlen(cases[i].stem));
            cr_expect_eq(memcmp(stem.from, cases[i].stem, strlen(cases[i].stem)), 0);
        }
    }
}
