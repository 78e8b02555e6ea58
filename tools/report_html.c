#include "tools/report_html.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "tools/gnuplot.h"
#include "tools/plots.h"

/* Of a script beside the page. */
#define NAME_SIZE 4096

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<style>\n"
    ":root{--ink:#1a1d21;--soft:#59626d;--ground:#f6f7f9;--card:#fff;--line:#dfe3e8;"
    "--good:#13794a;--bad:#b3261e}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3acb7;"
    "--ground:#121417;--card:#1b1e23;--line:#30353c;--good:#4fd08f;--bad:#ff8a80}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--ground);color:var(--ink);"
    "font:16px/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif}\n"
    "main{max-width:52rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}\n"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.15rem;margin:2.5rem 0 .75rem}\n"
    ".subject{color:var(--soft);margin:0 0 1.5rem;overflow-wrap:anywhere}\n"
    ".verdict{background:var(--card);border:1px solid var(--line);"
    "border-left:6px solid var(--bad);border-radius:8px;padding:1rem 1.25rem}\n"
    ".verdict.good{border-left-color:var(--good)}\n"
    ".verdict strong{display:block;font-size:1.15rem;color:var(--bad)}\n"
    ".verdict.good strong{color:var(--good)}\n"
    ".verdict p{margin:.5rem 0 0}\n"
    "figure{margin:0 0 1.25rem;padding:1rem 1.25rem;background:var(--card);"
    "border:1px solid var(--line);border-radius:8px}\n"
    "figure h3{font-size:1rem;margin:0 0 .25rem}\n"
    "figcaption{color:var(--soft);font-size:.9rem}\n"
    "figure svg{display:block;width:100%;height:auto;margin:.25rem 0 .5rem}\n"
    "figure svg g{color:inherit}\n"
    "figure svg [fill=\"rgb(1,2,3)\"],figure svg [fill=\"black\"]"
    "{fill:currentColor}\n"
    "figure svg [stroke=\"rgb(  1,   2,   3)\"]{stroke:currentColor}\n"
    "table{width:100%;border-collapse:collapse;background:var(--card);"
    "border:1px solid var(--line);border-radius:8px;overflow:hidden}\n"
    "th,td{text-align:left;padding:.45rem 1rem;border-top:1px solid var(--line);"
    "vertical-align:top}\n"
    "tr:first-child th,tr:first-child td{border-top:0}\n"
    "th{font-weight:500;color:var(--soft);width:48%}\n"
    "td{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\n"
    "footer{margin-top:2.5rem;color:var(--soft);font-size:.85rem}\n"
    "@media print{body{background:#fff}figure,.verdict{break-inside:avoid}}\n"
    "</style>\n";

/* At most n bytes of it. */
static void escape(phw_writer *w, const char *text, size_t n)
{
    for (; *text != '\0' && n > 0; ++text, --n) {
        const char *entity = *text == '&'   ? "&amp;"
                             : *text == '<' ? "&lt;"
                             : *text == '>' ? "&gt;"
                             : *text == '"' ? "&quot;"
                                            : NULL;
        if (entity != NULL)
            phw_writer_print(w, "%s", entity);
        else
            phw_writer_write(w, text, 1);
    }
}

static void element(phw_writer *w, const char *open, const char *text,
                    const char *close)
{
    phw_writer_print(w, "%s", open);
    escape(w, text, SIZE_MAX);
    phw_writer_print(w, "%s\n", close);
}

/* gnuplot's SVG as a part of a page: without the XML declaration; the definitions come
 * once a page, identifiers stay unique, and a reader of the page hears the title. */
static void write_svg(phw_writer *w, const char *svg, const phw_plot *plot, bool first)
{
    static const char canvas[] = "id=\"gnuplot_canvas\"";
    const char *at = strstr(svg, "<svg");
    if (at == NULL)
        return;
    at += sizeof "<svg" - 1;
    phw_writer_print(w, "<svg role=\"img\" aria-label=\"%s\"", plot->title);
    const char *id = strstr(at, canvas);
    const char *defs = strstr(at, "<defs>");
    const char *after = strstr(at, "</defs>");
    if (id != NULL) {
        phw_writer_write(w, at, (size_t)(id - at));
        phw_writer_print(w, "id=\"%s_canvas\"", plot->name);
        at = id + sizeof canvas - 1;
    }
    if (!first && defs != NULL && after != NULL && defs > at) {
        phw_writer_write(w, at, (size_t)(defs - at));
        at = after + sizeof "</defs>" - 1;
    }
    phw_writer_print(w, "%s", at);
}

/* Of a page under way: what has been drawn. */
typedef struct drawing {
    phw_outputs *outputs;
    phw_writer *page;
    const phw_report *report;
    const char *path;
    bool any;
    char *missing;
    size_t missing_size;
} drawing;

static phw_status keep_script(drawing *d, const phw_plot *plot, const char *script,
                              size_t size)
{
    char name[NAME_SIZE];
    phw_writer *w = NULL;
    const int n = snprintf(name, sizeof name, "%s.%s.gp", d->path, plot->name);
    if (n < 0 || n >= NAME_SIZE)
        return phw_fail(PHW_EARG, "--report: the path is too long");
    PHW_TRY(phw_outputs_add(&w, d->outputs, name, false));
    phw_writer_write(w, script, size);
    return PHW_OK;
}

/* A picture is extra: what goes wrong with it ends in `missing`. Scripts that were
 * asked for are not. */
static phw_status picture(drawing *d, const phw_plot *plot)
{
    char *script = NULL;
    char *svg = NULL;
    size_t script_size = 0;
    size_t svg_size = 0;
    phw_status s = phw_plot_script(&script, &script_size, plot, d->report->data, "svg");
    if (!s && d->report->keep_scripts)
        s = keep_script(d, plot, script, script_size);
    if (!s && phw_gnuplot_run(&svg, &svg_size, script, script_size) != PHW_OK) {
        if (d->missing[0] == '\0')
            (void)snprintf(d->missing, d->missing_size, "%s", phw_error_message());
    } else if (!s) {
        element(d->page, "<figure>\n<h3>", plot->title, "</h3>");
        write_svg(d->page, svg, plot, !d->any);
        element(d->page, "<figcaption>", plot->summary, "</figcaption>\n</figure>");
        d->any = true;
    }
    free(script);
    free(svg);
    return s;
}

static phw_status pictures(drawing *d)
{
    const phw_plot *plot = NULL;
    phw_writer_print(d->page, "<h2>Pictures</h2>\n");
    for (size_t i = 0; (plot = phw_plot_at(i)) != NULL; ++i) {
        if (plot->possible(d->report->data))
            PHW_TRY(picture(d, plot));
    }
    if (d->missing[0] != '\0')
        element(d->page, "<p>No pictures: ", d->missing, ".</p>");
    else if (!d->any)
        phw_writer_print(d->page, "<p>There is nothing to draw.</p>\n");
    return PHW_OK;
}

static void verdict(phw_writer *w, const phw_report *r)
{
    phw_writer_print(w, "<section class=\"verdict%s\" aria-label=\"Verdict\">\n",
                     r->good ? " good" : "");
    const char *rest = strstr(r->verdict, ". ");
    phw_writer_print(w, "<strong>");
    escape(w, r->verdict, rest != NULL ? (size_t)(rest - r->verdict) : SIZE_MAX);
    phw_writer_print(w, ".</strong>\n");
    if (rest != NULL)
        element(w, "<p>", rest + 2, ".</p>");
    for (size_t i = 0; r->note[i] != NULL; ++i)
        element(w, "<p>", r->note[i], "</p>");
    phw_writer_print(w, "</section>\n");
}

static void figures(phw_writer *w, const phw_result *result)
{
    phw_writer_print(w, "<h2>Figures</h2>\n<table>\n<tbody>\n");
    for (size_t i = 0; i < phw_result_n_fields(result); ++i) {
        const char *label = NULL;
        char text[512];
        if (!phw_result_field(result, i, &label, text, sizeof text))
            continue;
        element(w, "<tr><th scope=\"row\">", label, "</th>");
        element(w, "<td>", text, "</td></tr>");
    }
    phw_writer_print(w, "</tbody>\n</table>\n");
}

static phw_status write_page(drawing *d)
{
    const phw_report *r = d->report;
    phw_writer *w = d->page;
    phw_writer_print(w, "%s", head);
    element(w, "<title>", r->title, "</title>\n</head>\n<body>\n<main>");
    element(w, "<h1>", r->title, "</h1>");
    element(w, "<p class=\"subject\">", r->subject, "</p>");
    verdict(w, r);
    PHW_TRY(pictures(d));
    figures(w, r->result);
    phw_writer_print(w,
                     "<footer>Made by phyward %s. This page holds no key material: a "
                     "fingerprint names a key and tells nothing of it.</footer>\n"
                     "</main>\n</body>\n</html>\n",
                     PHW_VERSION);
    return PHW_OK;
}

phw_status phw_report_write(phw_outputs *outputs, const phw_report *r, const char *path,
                            char *missing, size_t size)
{
    drawing d = {.outputs = outputs,
                 .report = r,
                 .path = path,
                 .missing = missing,
                 .missing_size = size};
    missing[0] = '\0';
    PHW_TRY(phw_outputs_add(&d.page, outputs, path, false));
    return write_page(&d);
}
