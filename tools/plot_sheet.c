#include "tools/plot_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/gnuplot.h"
#include "tools/output_folder.h"

/* Of one picture, in points. */
#define WIDTH  720
#define HEIGHT 360

/* Endings and gnuplot's terminals; the last one's sizes are inches. */
static const struct {
    const char *ending;
    const char *terminal;
    double scale;
} form[] = {
    {".svg", "svg dynamic standalone font \"sans-serif,13\" background rgb \"white\"",
     1},
    {".png", "pngcairo font \"sans-serif,10\" background rgb \"white\"", 1},
    {".pdf", "pdfcairo font \"sans-serif,11\"", 1.0 / 90},
};

#define N_FORMS (sizeof form / sizeof form[0])

static size_t form_of(const char *path)
{
    const size_t length = strlen(path);
    for (size_t i = 0; i < N_FORMS; ++i) {
        const size_t n = strlen(form[i].ending);
        if (length > n && strcmp(path + length - n, form[i].ending) == 0)
            return i;
    }
    return N_FORMS;
}

bool phw_plot_sheet_is_file(const char *path)
{
    return form_of(path) < N_FORMS;
}

static void draw(FILE *to, const phw_plot_sheet_picture *p)
{
    (void)fprintf(to, "reset\nset encoding utf8\n"
                      "set border 3 lc rgb \"" PHW_COLOUR_TEXT "\"\n"
                      "set tics nomirror out scale 0.6 textcolor rgb \"" PHW_COLOUR_TEXT
                      "\"\nset grid lc rgb \"#b8bec6\" lw 0.5 dt 3\nset label ");
    phw_gnuplot_quote(to, p->data.title != NULL ? p->data.title : p->plot->title);
    /* On the line of the legend, which stands to the right. */
    (void)fprintf(to, " at graph 0, graph 1.1 left noenhanced\nset tmargin 3\n");
    p->plot->script(to, &p->data);
}

static bool drawable(const phw_plot_sheet_picture *p)
{
    return p->plot->possible(&p->data);
}

static void script(FILE *to, size_t f, const phw_plot_sheet_picture *picture, size_t n)
{
    size_t shown = 0;
    for (size_t i = 0; i < n; ++i)
        shown += drawable(&picture[i]);
    const size_t columns = shown > 1 ? 2 : 1;
    const size_t rows = (shown + columns - 1) / columns;
    (void)fprintf(to, "set terminal %s noenhanced size %g,%g\n", form[f].terminal,
                  form[f].scale * WIDTH * (double)columns,
                  form[f].scale * HEIGHT * (double)rows);
    if (shown > 1)
        (void)fprintf(to, "set multiplot layout %zu,%zu\n", rows, columns);
    for (size_t i = 0; i < n; ++i) {
        if (drawable(&picture[i]))
            draw(to, &picture[i]);
    }
    if (shown > 1)
        (void)fprintf(to, "unset multiplot\n");
}

static phw_status make(char **out, size_t *n_out, size_t f,
                       const phw_plot_sheet_picture *picture, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to draw");
    script(to, f, picture, n);
    if (fclose(to) != 0) {
        free(text);
        return phw_fail(PHW_ENOMEM, "no memory to draw");
    }
    const phw_status s = phw_gnuplot_run(out, n_out, text, size);
    free(text);
    return s;
}

static phw_status write_file(phw_outputs *outputs, const char *path, size_t f,
                             const phw_plot_sheet_picture *picture, size_t n)
{
    char *drawn = NULL;
    size_t size = 0;
    phw_writer *w = NULL;
    PHW_TRY(make(&drawn, &size, f, picture, n));
    const phw_status s = phw_outputs_add(&w, outputs, path, false);
    if (!s)
        phw_writer_write(w, drawn, size);
    free(drawn);
    return s;
}

phw_status phw_plot_sheet_write(phw_outputs *outputs, const char *path,
                                const phw_plot_sheet_picture *picture, size_t n)
{
    size_t shown = 0;
    for (size_t i = 0; i < n; ++i)
        shown += drawable(&picture[i]);
    if (shown == 0)
        return phw_fail(PHW_EARG, "%s: there is nothing to draw", path);
    if (phw_plot_sheet_is_file(path))
        return write_file(outputs, path, form_of(path), picture, n);
    for (size_t i = 0; i < n; ++i) {
        char name[PHW_OUTPUT_PATH_MAX];
        if (!drawable(&picture[i]))
            continue;
        if (snprintf(name, sizeof name, "%s/%s.svg", path, picture[i].name) >=
            (int)sizeof name)
            return phw_fail(PHW_EARG, "%s: the path is too long", path);
        PHW_TRY(write_file(outputs, name, 0, &picture[i], 1));
    }
    return PHW_OK;
}
