#include "tools/page.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "tools/gnuplot.h"
#include "tools/plots.h"

/* Of a script beside the page. */
#define NAME_SIZE 4096

/* Of what tells pictures of one page apart. */
#define ID_SIZE 64

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
    "td{font-variant-numeric:tabular-nums}\n"
    ".long{overflow-wrap:anywhere}\n"
    ".wide{overflow-x:auto;width:max-content;min-width:100%;"
    "max-width:min(80rem,100vw - 2.5rem);position:relative;left:50%;"
    "transform:translateX(-50%)}\n"
    ".wide th{width:auto;vertical-align:bottom}\n"
    ".wide th,.wide td{padding:.45rem .6rem}\n"
    ".wide td{min-width:3.5rem}\n"
    ".wide .text{min-width:7rem;max-width:20rem}\n"
    ".number{white-space:nowrap}\n"
    "h3{font-size:1rem;margin:1.5rem 0 .5rem}\n"
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

/* Of a page under way: what has been drawn. */
typedef struct drawing {
    phw_outputs *outputs;
    phw_writer *writer;
    const phw_page *page;
    const char *path;
    size_t n_drawn;
    bool told; /* why there are no pictures */
    char *missing;
} drawing;

/* How many pictures before this one on the page have its plot. */
static size_t alike_before(const phw_page *page, const phw_page_picture *picture)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n_sections; ++i) {
        const phw_page_section *s = &page->section[i];
        for (size_t k = 0; k < s->n_pictures; ++k) {
            if (&s->picture[k] == picture)
                return n;
            n += s->picture[k].plot == picture->plot;
        }
    }
    return n;
}

/* The plot's name, with a number from its second picture on the page on. */
static void name_picture(char id[ID_SIZE], const phw_page *page,
                         const phw_page_picture *picture)
{
    const size_t n = alike_before(page, picture);
    if (n == 0)
        (void)snprintf(id, ID_SIZE, "%s", picture->plot->name);
    else
        (void)snprintf(id, ID_SIZE, "%s_%zu", picture->plot->name, n + 1);
}

static const char *title(const phw_page_picture *p)
{
    return p->data->title != NULL ? p->data->title : p->plot->title;
}

/* gnuplot's SVG as a part of a page: without the XML declaration; the definitions come
 * once a page, identifiers stay unique, and a reader of the page hears the title. */
static void write_svg(drawing *d, const char *svg, const phw_page_picture *picture,
                      const char *id)
{
    static const char canvas[] = "id=\"gnuplot_canvas\"";
    phw_writer *w = d->writer;
    const char *at = strstr(svg, "<svg");
    if (at == NULL)
        return;
    at += sizeof "<svg" - 1;
    phw_writer_print(w, "<svg role=\"img\" aria-label=\"");
    escape(w, title(picture), SIZE_MAX);
    phw_writer_print(w, "\"");
    const char *named = strstr(at, canvas);
    const char *defs = strstr(at, "<defs>");
    const char *after = strstr(at, "</defs>");
    if (named != NULL) {
        phw_writer_write(w, at, (size_t)(named - at));
        phw_writer_print(w, "id=\"%s_canvas\"", id);
        at = named + sizeof canvas - 1;
    }
    if (d->n_drawn > 0 && defs != NULL && after != NULL && defs > at) {
        phw_writer_write(w, at, (size_t)(defs - at));
        at = after + sizeof "</defs>" - 1;
    }
    phw_writer_print(w, "%s", at);
}

static phw_status keep_script(drawing *d, const char *id, const char *script,
                              size_t size)
{
    char name[NAME_SIZE];
    phw_writer *w = NULL;
    const int n = snprintf(name, sizeof name, "%s.%s.gp", d->path, id);
    if (n < 0 || n >= NAME_SIZE)
        return phw_fail(PHW_EARG, "--report: the path is too long");
    PHW_TRY(phw_outputs_add(&w, d->outputs, name, false));
    phw_writer_write(w, script, size);
    return PHW_OK;
}

static void write_figure(drawing *d, const char *svg, const phw_page_picture *picture,
                         const char *id)
{
    const phw_plot_data *data = picture->data;
    element(d->writer, "<figure>\n<h3>", title(picture), "</h3>");
    write_svg(d, svg, picture, id);
    element(d->writer, "<figcaption>",
            data->summary != NULL ? data->summary : picture->plot->summary,
            "</figcaption>\n</figure>");
    d->n_drawn++;
}

/* A picture is extra: what goes wrong with it ends in `missing`. Scripts that were
 * asked for are not. */
static phw_status draw(drawing *d, const phw_page_picture *picture)
{
    char id[ID_SIZE];
    char *script = NULL;
    char *svg = NULL;
    size_t script_size = 0;
    size_t svg_size = 0;
    name_picture(id, d->page, picture);
    phw_status s =
        phw_plot_script(&script, &script_size, picture->plot, picture->data, id);
    if (!s && d->page->keep_scripts)
        s = keep_script(d, id, script, script_size);
    if (!s && phw_gnuplot_run(&svg, &svg_size, script, script_size) != PHW_OK) {
        if (d->missing[0] == '\0')
            (void)snprintf(d->missing, PHW_PAGE_MISSING_SIZE, "%s",
                           phw_error_message());
    } else if (!s) {
        write_figure(d, svg, picture, id);
    }
    free(script);
    free(svg);
    return s;
}

static phw_status pictures(drawing *d, const phw_page_section *section)
{
    const size_t before = d->n_drawn;
    for (size_t i = 0; i < section->n_pictures; ++i) {
        const phw_page_picture *p = &section->picture[i];
        if (p->plot->possible(p->data))
            PHW_TRY(draw(d, p));
    }
    if (d->missing[0] != '\0' && !d->told)
        element(d->writer, "<p>No pictures: ", d->missing, ".</p>");
    else if (d->missing[0] == '\0' && section->n_pictures > 0 && d->n_drawn == before)
        phw_writer_print(d->writer, "<p>There is nothing to draw.</p>\n");
    d->told = d->missing[0] != '\0';
    return PHW_OK;
}

static void notes(phw_writer *w, const char *const *note)
{
    for (size_t i = 0; note != NULL && note[i] != NULL; ++i)
        element(w, "<p>", note[i], "</p>");
}

static void verdict(phw_writer *w, const phw_page *page)
{
    phw_writer_print(w, "<section class=\"verdict%s\" aria-label=\"Verdict\">\n",
                     page->good ? " good" : "");
    const char *rest = strstr(page->verdict, ". ");
    phw_writer_print(w, "<strong>");
    escape(w, page->verdict, rest != NULL ? (size_t)(rest - page->verdict) : SIZE_MAX);
    phw_writer_print(w, ".</strong>\n");
    if (rest != NULL)
        element(w, "<p>", rest + 2, ".</p>");
    notes(w, page->note);
    phw_writer_print(w, "</section>\n");
}

/* What has a longer word is a path or hexadecimal, and may break anywhere; numbers are
 * shorter, and never break. */
#define WORD_MAX 24

static const char *breaking(const char *text)
{
    size_t n = 0;
    for (; *text != '\0' && n <= WORD_MAX; ++text)
        n = *text == ' ' ? 0 : n + 1;
    return n > WORD_MAX ? " long" : "";
}

/* A name of JSON, which may break after its words. */
static void column(phw_writer *w, const char *name)
{
    phw_writer_print(w, "<th scope=\"col\">");
    for (; *name != '\0'; ++name) {
        escape(w, name, 1);
        if (*name == '_')
            phw_writer_print(w, "<wbr>");
    }
    phw_writer_print(w, "</th>\n");
}

static void cell(phw_writer *w, const char *kind, const char *text)
{
    phw_writer_print(w, "<td class=\"%s%s\">", kind, breaking(text));
    element(w, "", text, "</td>");
}

static void figures(phw_writer *w, const phw_result *result)
{
    phw_writer_print(w, "<table>\n<tbody>\n");
    for (size_t i = 0; i < phw_result_n_fields(result); ++i) {
        const char *label = NULL;
        char text[512];
        if (!phw_result_field(result, i, &label, text, sizeof text))
            continue;
        element(w, "<tr><th scope=\"row\">", label, "</th>");
        cell(w, "figure", text);
        phw_writer_print(w, "</tr>\n");
    }
    phw_writer_print(w, "</tbody>\n</table>\n");
}

static void table(phw_writer *w, const char *label, const json_t *rows)
{
    const char *name = NULL;
    json_t *value = NULL;
    element(w, "<h3>", label, "</h3>");
    phw_writer_print(w, "<div class=\"wide\">\n<table>\n<thead>\n<tr>");
    json_object_foreach(json_array_get(rows, 0), name, value) column(w, name);
    phw_writer_print(w, "</tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < json_array_size(rows); ++i) {
        phw_writer_print(w, "<tr>");
        json_object_foreach(json_array_get(rows, i), name, value)
        {
            char text[512];
            phw_result_cell(text, sizeof text, value);
            cell(w, json_is_string(value) ? "text" : "number", text);
        }
        phw_writer_print(w, "</tr>\n");
    }
    phw_writer_print(w, "</tbody>\n</table>\n</div>\n");
}

static void tables(phw_writer *w, const phw_result *result)
{
    for (size_t i = 0; i < phw_result_n_fields(result); ++i) {
        const char *label = NULL;
        const json_t *rows = phw_result_table(result, i, &label);
        if (rows != NULL)
            table(w, label, rows);
    }
}

static phw_status write_page(drawing *d)
{
    const phw_page *p = d->page;
    phw_writer *w = d->writer;
    phw_writer_print(w, "%s", head);
    element(w, "<title>", p->title, "</title>\n</head>\n<body>\n<main>");
    element(w, "<h1>", p->title, "</h1>");
    element(w, "<p class=\"subject\">", p->subject, "</p>");
    verdict(w, p);
    for (size_t i = 0; i < p->n_sections; ++i) {
        const phw_page_section *section = &p->section[i];
        element(w, "<h2>", section->heading, "</h2>");
        notes(w, section->note);
        PHW_TRY(pictures(d, section));
        if (section->result != NULL) {
            figures(w, section->result);
            tables(w, section->result);
        }
    }
    phw_writer_print(w,
                     "<footer>Made by phyward %s. This page holds no key material: a "
                     "fingerprint names a key and tells nothing of it.</footer>\n"
                     "</main>\n</body>\n</html>\n",
                     PHW_VERSION);
    return PHW_OK;
}

phw_status phw_page_write(phw_outputs *outputs, const phw_page *page, const char *path,
                          char missing[PHW_PAGE_MISSING_SIZE])
{
    drawing d = {.outputs = outputs, .page = page, .path = path, .missing = missing};
    missing[0] = '\0';
    PHW_TRY(phw_outputs_add(&d.writer, outputs, path, false));
    return write_page(&d);
}

void phw_page_tell(const char *command, const char missing[PHW_PAGE_MISSING_SIZE])
{
    if (missing[0] != '\0')
        (void)fprintf(stderr, "phyward %s: the report has no pictures: %s\n", command,
                      missing);
}

phw_status phw_page_publish(const phw_page *page, const char *command,
                            const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "report");
    if (path == NULL)
        return PHW_OK;
    char missing[PHW_PAGE_MISSING_SIZE];
    phw_outputs outputs = {0};
    phw_page wanted = *page;
    wanted.keep_scripts = phw_argument_given(arguments, "plot-scripts");
    phw_status s = phw_page_write(&outputs, &wanted, path, missing);
    if (!s)
        s = phw_outputs_commit(&outputs);
    if (!s)
        phw_page_tell(command, missing);
    phw_outputs_discard(&outputs);
    return s;
}
