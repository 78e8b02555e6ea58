#include "tools/curves.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

/* How the plot command draws curve i: its part behind the data's name. */
static void style_of(char *out, size_t size, const char *text, size_t i)
{
    char name[32];
    (void)snprintf(name, sizeof name, "$curve%zu using 1:2 ", i);
    const char *at = strstr(text, name);
    cr_assert_not_null(at, "curve %zu is not drawn", i);
    const char *end = strstr(at, " title ");
    cr_assert_not_null(end);
    at += strlen(name);
    (void)snprintf(out, size, "%.*s", (int)(end - at), at);
}

static void all_differ(phw_curves_style style)
{
    const double x[] = {0, 1};
    phw_plot_curve curve[PHW_PLOT_CURVES_MAX];
    for (size_t i = 0; i < PHW_PLOT_CURVES_MAX; ++i)
        curve[i] = (phw_plot_curve){.name = "one of many", .x = x, .y = x, .n = 2};
    curve[3].closed_form = true;
    const phw_plot_data data = {.curve = curve, .n_curves = PHW_PLOT_CURVES_MAX};
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    cr_assert_not_null(to);
    phw_curves_draw(to, &data, style);
    cr_assert_eq(fclose(to), 0);
    char drawn[PHW_PLOT_CURVES_MAX][200];
    for (size_t i = 0; i < PHW_PLOT_CURVES_MAX; ++i) {
        style_of(drawn[i], sizeof drawn[i], text, i);
        for (size_t k = 0; k < i; ++k)
            cr_expect_str_neq(drawn[i], drawn[k], "curves %zu and %zu", k, i);
    }
    free(text);
}

Test(curves, no_two_with_a_name_look_the_same)
{
    all_differ(PHW_CURVES_LINES);
    all_differ(PHW_CURVES_DOTTED);
    all_differ(PHW_CURVES_POINTS);
}
