#include "tools/command_list.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/families.h"
#include "tools/result.h"
#include "tools/suggest.h"
#include "tools/wrap.h"

static json_t *param_json(const phw_param *p)
{
    if (p->choice == NULL)
        return json_pack("{s:s,s:s,s:s,s:f,s:f,s:f}", "name", p->name, "unit", p->unit,
                         "summary", p->summary, "min", p->min, "max", p->max, "default",
                         p->preset);
    json_t *words = json_array();
    for (size_t i = 0; p->choice[i] != NULL; ++i)
        (void)json_array_append_new(words, json_string(p->choice[i]));
    return json_pack("{s:s,s:s,s:s,s:o,s:s}", "name", p->name, "unit", p->unit,
                     "summary", p->summary, "choice", words, "default",
                     p->choice[(size_t)p->preset]);
}

static json_t *fact_json(const phw_family_fact *fact)
{
    if (fact->text != NULL)
        return json_string(fact->text);
    if (fact->value == floor(fact->value) && fabs(fact->value) < 1e15)
        return json_integer((json_int_t)fact->value);
    return json_real(fact->value);
}

static json_t *entry_json(const phw_family *family, const phw_family_entry *e)
{
    json_t *params = json_array();
    for (size_t i = 0; i < e->n_params; ++i)
        (void)json_array_append_new(params, param_json(&e->params[i]));
    json_t *entry =
        json_pack("{s:s,s:s,s:s,s:s?,s:o}", "family", family->name, "name", e->name,
                  "summary", e->summary, "reference", e->reference, "params", params);
    for (size_t i = 0; i < e->n_facts; ++i)
        (void)json_object_set_new(entry, e->fact[i].name, fact_json(&e->fact[i]));
    return entry;
}

static void print_param(const phw_param *p, const char *name, size_t indent)
{
    char text[1024];
    size_t n = (size_t)snprintf(text, sizeof text, "%s =", name);
    if (p->choice == NULL)
        (void)snprintf(text + n, sizeof text - n, " %.10g to %.10g%s%s, default %.10g",
                       p->min, p->max, *p->unit != '\0' ? " " : "", p->unit, p->preset);
    for (size_t i = 0; p->choice != NULL && p->choice[i] != NULL && n < sizeof text;
         ++i)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s %s", i > 0 ? " |" : "",
                              p->choice[i]);
    if (p->choice != NULL && n < sizeof text)
        (void)snprintf(text + n, sizeof text - n, ", default %s",
                       p->choice[(size_t)p->preset]);
    (void)printf("%*s", (int)indent, "");
    phw_wrap_print(text, indent, indent + 4, phw_wrap_width());
    (void)printf("%*s", (int)indent + 4, "");
    phw_wrap_print(p->summary, indent + 4, indent + 4, phw_wrap_width());
}

/* All in a line: "taps 7, delay_unit ns, ...". */
static void print_facts(const phw_family_entry *e)
{
    char text[512] = "";
    size_t n = 0;
    for (size_t i = 0; i < e->n_facts && n < sizeof text; ++i) {
        const phw_family_fact *f = &e->fact[i];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s ", i > 0 ? ", " : "",
                              f->name);
        if (n >= sizeof text)
            break;
        n += f->text != NULL
                 ? (size_t)snprintf(text + n, sizeof text - n, "%s", f->text)
                 : (size_t)snprintf(text + n, sizeof text - n, "%.5g", f->value);
    }
    (void)printf("      ");
    phw_wrap_print(text, 6, 6, phw_wrap_width());
}

static void print_entry(const phw_family_entry *e)
{
    /* A scenario key is its own parameter: it is told once. */
    const char *dot = strrchr(e->name, '.');
    const char *last = dot != NULL ? dot + 1 : e->name;
    if (e->n_params == 1 && strcmp(e->params[0].name, last) == 0) {
        print_param(&e->params[0], e->name, 2);
        return;
    }
    const int n = printf("  %-15s ", e->name);
    phw_wrap_print(e->summary, (size_t)n, 18, phw_wrap_width());
    for (size_t i = 0; i < e->n_params; ++i)
        print_param(&e->params[i], e->params[i].name, 6);
    if (e->n_facts > 0)
        print_facts(e);
    if (e->reference == NULL || *e->reference == '\0')
        return;
    char reference[512];
    (void)snprintf(reference, sizeof reference, "[%s]", e->reference);
    (void)printf("      ");
    phw_wrap_print(reference, 6, 7, phw_wrap_width());
}

static void print_family(const phw_family *family)
{
    phw_family_entry e;
    const int n = printf("%s: ", family->name);
    phw_wrap_print(family->summary, (size_t)n, 4, phw_wrap_width());
    for (size_t i = 0; family->entry(&e, i); ++i)
        print_entry(&e);
    if (family->note != NULL) {
        (void)printf("  ");
        phw_wrap_print(family->note, 2, 2, phw_wrap_width());
    }
    (void)printf("\n");
}

static const char *family_name(const void *context, size_t i)
{
    (void)context;
    const phw_family *f = phw_family_at(i);
    return f != NULL ? f->name : NULL;
}

static phw_status find(const char *name)
{
    if (phw_family_find(name) != NULL)
        return PHW_OK;
    const char *near = phw_suggest(name, family_name, NULL);
    return phw_fail(PHW_EARG, "unknown family \"%s\"; %s%s", name,
                    near != NULL ? "did you mean " : "phyward list shows all",
                    near != NULL ? near : "");
}

static bool is_asked(const phw_family *f, const char *only)
{
    return only == NULL || strcmp(only, f->name) == 0;
}

static phw_status print_all_json(const phw_arguments *arguments, const char *only)
{
    json_t *rows = json_array();
    const phw_family *f = NULL;
    for (size_t i = 0; (f = phw_family_at(i)) != NULL; ++i) {
        phw_family_entry e;
        for (size_t k = 0; is_asked(f, only) && f->entry(&e, k); ++k)
            (void)json_array_append_new(rows, entry_json(f, &e));
    }
    phw_result *result = NULL;
    const phw_status s = phw_result_create(&result);
    if (s) {
        json_decref(rows);
        return s;
    }
    phw_result_json(result, "rows", NULL, rows);
    const phw_status printed = phw_result_print(result, arguments);
    phw_result_destroy(result);
    return printed;
}

static phw_status run(const phw_arguments *arguments)
{
    const char *only = phw_argument_positional(arguments, 0);
    if (only != NULL)
        PHW_TRY(find(only));
    if (phw_argument_given(arguments, "json"))
        return print_all_json(arguments, only);
    const phw_family *f = NULL;
    for (size_t i = 0; (f = phw_family_at(i)) != NULL; ++i) {
        if (is_asked(f, only))
            print_family(f);
    }
    return PHW_OK;
}

const phw_command phw_command_list = {
    .name = "list",
    .summary = "what can be chosen by name, with parameters and references",
    .example = "phyward list quantizer",
    .positional = {{"FAMILY", "only this family", true}},
    .takes_family = true,
    .run = run,
};
