#include "tools/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/gnuplot.h"
#include "tools/plot_bars.h"
#include "tools/plot_confusion.h"
#include "tools/plot_constellation.h"
#include "tools/plot_lines.h"
#include "tools/plot_profile.h"
#include "tools/plot_roc.h"
#include "tools/plots.h"

/* What a file may have brought: quotes of every kind, substitution, markup. */
#define HOSTILE "a'b\"c`touch owned`<script>_^{x}\n\\ & $x é"

#define N 50

static double x[N], y[N], low[N], high[N];

static const phw_plot_curve curves[] = {
    {.name = HOSTILE, .x = x, .y = y, .low = low, .high = high, .n = N},
    {.name = "closed form", .x = x, .y = y, .n = N, .closed_form = true},
    {.name = "empty", .n = 0},
};

static const phw_plot_mark marks[] = {{HOSTILE, 0.3}, {"second", 0.6}};

static const phw_plot_bar bars[] = {
    {"slicer", 0.49, 0.47, 0.51, NULL},
    {HOSTILE, 0.31, 0.30, 0.33, PHW_COLOUR_BOB},
    {"no interval", 0.2, 1, 0, NULL},
    {"unknown", (double)NAN, 0, 1, NULL},
};

static const char *const rows[] = {"one", HOSTILE};
static const char *const columns[] = {"one", "two", "unknown"};
static const uint64_t counts[] = {60, 0, 1, 2, 58, 0};
static const phw_plot_matrix matrix = {rows, columns, counts, 2, 3};

static const phw_plot_data data = {
    .title = "All <of> it",
    .curve = curves,
    .n_curves = 3,
    .mark = marks,
    .n_marks = 2,
    .bar = bars,
    .n_bars = 4,
    .matrix = &matrix,
};

static const phw_plot_data nothing = {0};

static const phw_plot *const general[] = {
    &phw_plot_roc,   &phw_plot_confusion,     &phw_plot_bars,
    &phw_plot_lines, &phw_plot_constellation, &phw_plot_profile,
};

static void fill(void)
{
    for (int i = 0; i < N; ++i) {
        x[i] = i / (double)N;
        y[i] = sqrt(x[i]);
        low[i] = y[i] - 0.02;
        high[i] = y[i] + 0.02;
    }
    y[7] = (double)NAN;
}

static bool has_gnuplot(void)
{
    static const char script[] = "set terminal svg\nplot x\n";
    char *svg = NULL;
    size_t size = 0;
    const phw_status s = phw_gnuplot_run(&svg, &size, script, sizeof script - 1);
    free(svg);
    return s == PHW_OK;
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        ++n;
    return n;
}

/* The page as a text, to be freed. */
static char *publish(const phw_page *page, const char *path, char *missing)
{
    phw_outputs outputs = {0};
    cr_assert_eq(phw_page_write(&outputs, page, path, missing), PHW_OK);
    cr_assert_eq(phw_outputs_commit(&outputs), PHW_OK);
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f);
    char *text = calloc(1, 1U << 22);
    cr_assert_not_null(text);
    cr_assert_gt(fread(text, 1, (1U << 22) - 1, f), 0);
    (void)fclose(f);
    return text;
}

static char *in_folder(void)
{
    static char folder[] = "phyward-page-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
    return folder;
}

static void remove_folder(const char *folder)
{
    (void)unlink("p.html");
    cr_assert_eq(chdir(".."), 0);
    cr_assert_eq(rmdir(folder), 0, "something else was written");
}

Test(page, draws_every_picture_whatever_the_texts_hold)
{
    char missing[PHW_PAGE_MISSING_SIZE];
    phw_page_picture picture[7];
    const char *folder = in_folder();
    fill();
    for (size_t i = 0; i < 6; ++i)
        picture[i] = (phw_page_picture){general[i], &data};
    picture[6] = picture[0];
    const phw_page_section section[] = {
        {.heading = "Pictures <all>", .picture = picture, .n_pictures = 7},
        {.heading = "None",
         .picture = &(phw_page_picture){&phw_plot_roc, &nothing},
         .n_pictures = 1},
    };
    const phw_page page = {.title = "T & U",
                           .subject = HOSTILE,
                           .good = true,
                           .verdict = "Good. Really",
                           .section = section,
                           .n_sections = 2};
    char *text = publish(&page, "p.html", missing);
    cr_expect_null(strstr(text, "<script"));
    cr_expect_not_null(strstr(text, "Pictures &lt;all&gt;"));
    cr_expect_not_null(strstr(text, "<strong>Good.</strong>"));
    cr_expect_not_null(strstr(text, "<p>Really.</p>"));
    if (has_gnuplot()) {
        cr_expect_str_eq(missing, "");
        cr_expect_eq(count(text, "<svg role="), 7);
        cr_expect_eq(count(text, "id=\"roc_canvas\""), 1);
        cr_expect_eq(count(text, "id=\"roc_2_canvas\""), 1);
        cr_expect_eq(count(text, "There is nothing to draw"), 1);
        cr_expect_eq(count(text, "<defs>"), 1);
    } else {
        cr_expect_not_null(strstr(text, "No pictures"));
    }
    free(text);
    remove_folder(folder);
}

Test(page, shows_fields_and_tables_of_its_results)
{
    char missing[PHW_PAGE_MISSING_SIZE];
    const char *folder = in_folder();
    phw_result *r = NULL;
    cr_assert_eq(phw_result_create(&r), PHW_OK);
    phw_result_number(r, "rate", "the <rate>", "Hz", 20e6);
    phw_result_number(r, "unseen", NULL, "Hz", 1);
    phw_result_json(r, "rows", "what <each> did",
                    json_pack("[{s:s,s:f},{s:s,s:f}]", "attack", "<b>", "ber", 0.25,
                              "attack", "other", "ber", 0.5));
    const phw_page_section section = {.heading = "Figures", .result = r};
    const phw_page page = {.title = "T",
                           .subject = "S",
                           .verdict = "Bad",
                           .section = &section,
                           .n_sections = 1};
    char *text = publish(&page, "p.html", missing);
    cr_expect_not_null(strstr(text, "<th scope=\"row\">the &lt;rate&gt;</th>"));
    cr_expect_not_null(strstr(text, "<td class=\"figure\">20 MHz</td>"));
    cr_expect_null(strstr(text, "unseen"));
    cr_expect_not_null(strstr(text, "<h3>what &lt;each&gt; did</h3>"));
    cr_expect_not_null(strstr(text, "<td class=\"text\">&lt;b&gt;</td>"));
    cr_expect_not_null(strstr(text, "<strong>Bad.</strong>"));
    free(text);
    phw_result_destroy(r);
    remove_folder(folder);
}

Test(page, breaks_long_words_and_never_numbers)
{
    char missing[PHW_PAGE_MISSING_SIZE];
    const char *folder = in_folder();
    phw_result *r = NULL;
    cr_assert_eq(phw_result_create(&r), PHW_OK);
    phw_result_text(r, "short", "short", "twenty-four letters here and more words");
    phw_result_text(r, "path", "path", "a/path/of/twenty-five/let");
    phw_result_json(
        r, "rows", "rows",
        json_pack("[{s:f,s:[f,f]}]", "bit_error", 1.2345e-5, "interval", 0.25, 0.5));
    const phw_page_section section = {.heading = "Figures", .result = r};
    const phw_page page = {.title = "T",
                           .subject = "S",
                           .verdict = "Good",
                           .section = &section,
                           .n_sections = 1};
    char *text = publish(&page, "p.html", missing);
    cr_expect_not_null(strstr(text, "<td class=\"figure\">twenty-four"));
    cr_expect_not_null(strstr(text, "<td class=\"figure long\">a/path"));
    cr_expect_not_null(strstr(text, "<td class=\"number\">1.2345e-05</td>"));
    cr_expect_not_null(strstr(text, "<td class=\"number\">0.25 to 0.5</td>"));
    cr_expect_not_null(strstr(text, "<th scope=\"col\">bit_<wbr>error</th>"));
    cr_expect_not_null(strstr(text, ".number{white-space:nowrap}"));
    free(text);
    phw_result_destroy(r);
    remove_folder(folder);
}

Test(page, has_nothing_to_draw_where_the_data_are_of_another_kind)
{
    const phw_plot *p = NULL;
    for (size_t i = 0; (p = phw_plot_at(i)) != NULL; ++i)
        cr_expect_not(p->possible(&nothing), "%s", p->name);
}
