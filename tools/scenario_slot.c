#include "tools/scenario_slot.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/printable.h"
#include "tools/suggest.h"

static const phw_param top_text[PHW_N_SCENARIO_TEXTS] = {
    [PHW_SCENARIO_DESCRIPTION] = {.name = "description"},
    [PHW_SCENARIO_PROFILE] = {.name = "profile"},
    [PHW_SCENARIO_SPECTRUM] = {.name = "spectrum"},
    [PHW_SCENARIO_LAW] = {.name = "law"},
    [PHW_SCENARIO_PATH_LOSS] = {.name = "path_loss"},
    [PHW_SCENARIO_UPLINK_NOISE] = {.name = "uplink_noise"},
    [PHW_SCENARIO_SOUNDING] = {.name = "sounding"},
    [PHW_SCENARIO_RANDOMIZER] = {.name = "randomizer"},
};

void phw_scenario_slot_top(phw_scenario_slot *out, phw_scenario *s, size_t i)
{
    *out = (phw_scenario_slot){.line = &s->line[i]};
    if (i >= PHW_N_SCENARIO_TEXTS) {
        const size_t k = i - PHW_N_SCENARIO_TEXTS;
        out->param = phw_scenario_param((phw_scenario_key)k);
        out->path = out->param->name;
        out->value = &s->value[k];
        out->given = &s->given[k];
        return;
    }
    char *const text[PHW_N_SCENARIO_TEXTS] = {
        s->description, s->profile,      s->spectrum, s->law,
        s->path_loss,   s->uplink_noise, s->sounding, s->randomizer};
    const size_t size[PHW_N_SCENARIO_TEXTS] = {
        sizeof s->description, sizeof s->profile,   sizeof s->spectrum,
        sizeof s->law,         sizeof s->path_loss, sizeof s->uplink_noise,
        sizeof s->sounding,    sizeof s->randomizer};
    out->param = &top_text[i];
    out->path = out->param->name;
    out->kind = PHW_FIELD_TEXT;
    out->text = text[i];
    out->size = size[i];
}

void phw_scenario_slot_field(phw_scenario_slot *out, phw_scenario_item *item, size_t i)
{
    const phw_scenario_field *field = &phw_scenario_section_at(item->section)->field[i];
    *out = (phw_scenario_slot){.path = field->param.name,
                               .param = &field->param,
                               .kind = field->kind,
                               .value = item->value[i],
                               .text = item->text[field->slot],
                               .size = sizeof item->text[field->slot],
                               .given = &item->given[i],
                               .line = &item->field_line[i]};
}

static const char *top_name(const void *context, size_t i)
{
    (void)context;
    if (i < PHW_N_SCENARIO_TEXTS)
        return top_text[i].name;
    i -= PHW_N_SCENARIO_TEXTS;
    if (i < PHW_N_SCENARIO_KEYS)
        return phw_scenario_param((phw_scenario_key)i)->name;
    i -= PHW_N_SCENARIO_KEYS;
    return i < PHW_N_SCENARIO_SECTIONS
               ? phw_scenario_section_at((phw_scenario_section_id)i)->name
               : NULL;
}

static const char *field_name(const void *context, size_t i)
{
    const phw_scenario_section *section = context;
    return i < section->n_fields ? section->field[i].param.name : NULL;
}

static phw_status unknown(const char *path, const char *word, phw_suggest_name *name,
                          const void *context)
{
    const char *near = phw_suggest(word, name, context);
    return phw_fail(PHW_EARG, "%s: unknown key; %s%s", path,
                    near != NULL ? "did you mean " : "phyward list scenario has all",
                    near != NULL ? near : "");
}

static void preset(phw_scenario_item *item)
{
    const phw_scenario_section *section = phw_scenario_section_at(item->section);
    for (size_t i = 0; i < section->n_fields; ++i) {
        const phw_scenario_field *field = &section->field[i];
        if (field->kind == PHW_FIELD_TEXT)
            (void)snprintf(item->text[field->slot], sizeof item->text[field->slot],
                           "%s", field->text);
        else if (field->kind == PHW_FIELD_NUMBER)
            item->value[i][0] = field->param.preset;
    }
}

/* Names become those of files. */
static phw_status check_name(const char *path, const char *name)
{
    const size_t n = strlen(name);
    bool is_good = n > 0 && n < sizeof((phw_scenario_item *)NULL)->name;
    for (size_t i = 0; i < n; ++i)
        is_good = is_good &&
                  (isalnum((unsigned char)name[i]) || strchr("-_", name[i]) != NULL);
    if (is_good)
        return PHW_OK;
    return phw_fail(PHW_EARG,
                    "%s: not a name; expected 1 to %zu letters, digits, - or _", path,
                    sizeof((phw_scenario_item *)NULL)->name - 1);
}

static phw_status find_item(phw_scenario_item **out, phw_scenario *s,
                            phw_scenario_section_id id, const char *path,
                            const char *name, int line)
{
    const phw_scenario_section *section = phw_scenario_section_at(id);
    for (size_t i = 0; i < s->n_items; ++i) {
        if (s->item[i].section == id && strcmp(s->item[i].name, name) == 0) {
            *out = &s->item[i];
            return PHW_OK;
        }
    }
    if (section->is_named)
        PHW_TRY(check_name(path, name));
    if (phw_scenario_count(s, id) == section->n_max)
        return phw_fail(PHW_EARG, "%s: more than %zu %s", path, section->n_max,
                        section->name);
    phw_scenario_item *item = &s->item[s->n_items++];
    *item = (phw_scenario_item){.section = id, .line = line};
    (void)snprintf(item->name, sizeof item->name, "%s", name);
    preset(item);
    *out = item;
    return PHW_OK;
}

static phw_status find_field(phw_scenario_slot *out, phw_scenario *s,
                             phw_scenario_section_id id, const char *path, int line)
{
    const phw_scenario_section *section = phw_scenario_section_at(id);
    const char *rest = path + strlen(section->name);
    rest += *rest == '.';
    if (section->is_named && *rest == '\0')
        return phw_fail(PHW_EARG, "%s: not named entries; expected %s.NAME.%s", path,
                        section->name, section->field[0].param.name);
    char name[128] = "";
    if (section->is_named) {
        const size_t n = strcspn(rest, ".");
        (void)snprintf(name, sizeof name, "%.*s", (int)n, rest);
        rest += n;
        rest += *rest == '.';
    }
    size_t field = 0;
    while (field < section->n_fields &&
           strcmp(section->field[field].param.name, rest) != 0)
        ++field;
    if (field == section->n_fields && *rest != '\0')
        return unknown(path, rest, field_name, section);
    phw_scenario_item *item = NULL;
    PHW_TRY(find_item(&item, s, id, path, name, line));
    *out = (phw_scenario_slot){0};
    if (*rest != '\0')
        phw_scenario_slot_field(out, item, field);
    out->path = path;
    return PHW_OK;
}

phw_status phw_scenario_slot_find(phw_scenario_slot *out, phw_scenario *s,
                                  const char *path, int line)
{
    char first[128];
    const size_t n = strcspn(path, ".");
    (void)snprintf(first, sizeof first, "%.*s", (int)n, path);
    size_t i = 0;
    while (top_name(NULL, i) != NULL && strcmp(top_name(NULL, i), first) != 0)
        ++i;
    if (top_name(NULL, i) == NULL)
        return unknown(path, first, top_name, NULL);
    if (i >= PHW_N_SCENARIO_TOP)
        return find_field(out, s, (phw_scenario_section_id)(i - PHW_N_SCENARIO_TOP),
                          path, line);
    phw_scenario_slot slot;
    phw_scenario_slot_top(&slot, s, i);
    if (path[n] == '\0') {
        *out = slot;
        return PHW_OK;
    }
    char expected[128];
    phw_scenario_slot_expected(expected, sizeof expected, &slot);
    return phw_fail(PHW_EARG, "%s: not one plain value; expected %s", first, expected);
}

static phw_status read_vector(double *out, const phw_param *param, const char *text)
{
    double value[3];
    for (size_t i = 0; i < 3; ++i) {
        char part[64];
        text += strspn(text, " \t");
        const size_t n = strcspn(text, ",");
        const bool is_last = text[n] == '\0';
        (void)snprintf(part, sizeof part, "%.*s", (int)n, text);
        if (is_last != (i == 2))
            return phw_fail(PHW_EARG, "%s: expected three numbers: x, y, z",
                            param->name);
        PHW_TRY(phw_param_read(&value[i], param, part));
        text += n + !is_last;
    }
    memcpy(out, value, sizeof value);
    return PHW_OK;
}

phw_status phw_scenario_slot_set(const phw_scenario_slot *slot, const char *text)
{
    phw_param param = *slot->param;
    param.name = slot->path;
    if (slot->kind == PHW_FIELD_TEXT) {
        if (strlen(text) >= slot->size)
            return phw_fail(PHW_EARG, "%s: longer than %zu bytes", slot->path,
                            slot->size - 1);
        if (!phw_printable_is_utf8(text))
            return phw_fail(PHW_EARG, "%s: not UTF-8; expected a text in it",
                            slot->path);
        (void)snprintf(slot->text, slot->size, "%s", text);
    } else if (slot->kind == PHW_FIELD_VECTOR)
        PHW_TRY(read_vector(slot->value, &param, text));
    else
        PHW_TRY(phw_param_read(slot->value, &param, text));
    if (slot->given != NULL)
        *slot->given = true;
    return PHW_OK;
}

void phw_scenario_slot_expected(char *text, size_t size, const phw_scenario_slot *slot)
{
    const phw_param *p = slot->param;
    if (slot->kind == PHW_FIELD_TEXT) {
        (void)snprintf(text, size, "a text");
        return;
    }
    if (p->choice == NULL) {
        (void)snprintf(text, size, "%s%.10g to %.10g%s%s",
                       slot->kind == PHW_FIELD_VECTOR ? "three numbers, " : "", p->min,
                       p->max, *p->unit != '\0' ? " " : "", p->unit);
        return;
    }
    int n = snprintf(text, size, "one of");
    for (size_t k = 0; n > 0 && (size_t)n < size && p->choice[k] != NULL; ++k)
        n += snprintf(text + n, size - (size_t)n, "%s %s", k > 0 ? "," : "",
                      p->choice[k]);
}

/* How many bytes of a text are a character that YAML reads as another one, or not at
 * all: controls, ends of lines and of nothing; 0 for none. `name` is its escape. */
static size_t find_escape(const char **name, const char *text)
{
    static const struct {
        const char *bytes;
        const char *name;
    } odd[] = {{"\"", "\\\""},
               {"\\", "\\\\"},
               {"\xe2\x80\xa8", "\\u2028"},
               {"\xe2\x80\xa9", "\\u2029"},
               {"\xef\xbb\xbf", "\\uFEFF"},
               {"\xef\xbf\xbe", "\\uFFFE"},
               {"\xef\xbf\xbf", "\\uFFFF"}};

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; ++i) {
        const size_t n = strlen(odd[i].bytes);
        *name = odd[i].name;
        if (strncmp(text, odd[i].bytes, n) == 0)
            return n;
    }
    return 0;
}

/* In double quotes, with what YAML needs escaped there. */
static void print_quoted(phw_writer *w, const char *text)
{
    phw_writer_print(w, "\"");
    while (*text != '\0') {
        const char *name = NULL;
        const unsigned char byte = (unsigned char)*text;
        const unsigned char next = (unsigned char)text[1];
        const bool is_late = byte == 0xc2 && next < 0xa0; /* U+0080 to U+009F */
        const size_t n = find_escape(&name, text);
        if (n > 0)
            phw_writer_print(w, "%s", name);
        else if (is_late || byte < 0x20 || byte == 0x7f)
            phw_writer_print(w, "\\x%02X", is_late ? next : byte);
        else
            phw_writer_write(w, text, 1);
        text += n > 0 ? n : 1U + is_late;
    }
    phw_writer_print(w, "\"");
}

/* With the fewest digits that read back as the same number. */
static void print_number(phw_writer *w, double value)
{
    char text[32];
    int digits = 6;
    do
        (void)snprintf(text, sizeof text, "%.*g", digits, value);
    while (strtod(text, NULL) != value && ++digits <= 17);
    phw_writer_print(w, "%s", text);
}

void phw_scenario_slot_write(phw_writer *w, const phw_scenario_slot *slot)
{
    const phw_param *p = slot->param;
    phw_writer_print(w, "%s: ", p->name);
    if (slot->kind == PHW_FIELD_TEXT)
        print_quoted(w, slot->text);
    else if (p->choice != NULL)
        phw_writer_print(w, "%s", p->choice[(size_t)slot->value[0]]);
    else if (slot->kind == PHW_FIELD_NUMBER)
        print_number(w, slot->value[0]);
    for (size_t i = 0; slot->kind == PHW_FIELD_VECTOR && i < 3; ++i) {
        phw_writer_print(w, i == 0 ? "[" : ", ");
        print_number(w, slot->value[i]);
    }
    phw_writer_print(w, slot->kind == PHW_FIELD_VECTOR ? "]\n" : "\n");
}
