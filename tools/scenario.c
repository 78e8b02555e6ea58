#include "tools/scenario.h"

#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/light_speed.h"
#include "tools/scenario_slot.h"
#include "tools/yaml.h"

#define FILE_MAX (1U << 20)

phw_status phw_scenario_set(phw_scenario *inout, const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    if (equals == NULL)
        return phw_fail(PHW_EARG, "--set %s: expected key=value", assignment);
    char name[PHW_YAML_PATH_MAX];
    (void)snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
    phw_scenario_slot slot;
    if (phw_scenario_slot_find(&slot, inout, name, 0) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--set");
    if (slot.param == NULL)
        return phw_fail(PHW_EARG, "--set %s: expected a field of it", name);
    /* Who says one of the two by hand does not mean the file's other. */
    if (slot.value == &inout->value[PHW_SCENARIO_DOPPLER_HZ])
        inout->given[PHW_SCENARIO_SPEED_M_S] = false;
    if (slot.value == &inout->value[PHW_SCENARIO_SPEED_M_S])
        inout->given[PHW_SCENARIO_DOPPLER_HZ] = false;
    *slot.line = 0;
    return phw_scenario_slot_set(&slot, equals + 1) ? phw_fail_within(PHW_EARG, "--set")
                                                    : PHW_OK;
}

/* The line itself as far as it is short, what is not ASCII as '?'. */
static phw_status refuse_line(const char *path, const char *file, int line)
{
    char text[60];
    size_t n = 0;
    for (int i = 1; i < line && *file != '\0'; ++i) {
        file += strcspn(file, "\n");
        file += *file == '\n';
    }
    for (; n + 1 < sizeof text && file[n] != '\0' && strchr("\r\n", file[n]) == NULL;
         ++n)
        text[n] = isprint((unsigned char)file[n]) ? file[n] : '?';
    text[n] = '\0';
    return phw_fail(PHW_EINPUT,
                    "%s:%d: \"%s\" is no YAML; expected key: value, every quote and "
                    "bracket closed, no tab or blank before the key",
                    path, line, text);
}

/* A key that is known, but has no plain value. */
static phw_status refuse_value(const char *path, const char *key, int line)
{
    phw_scenario_slot slot = {0};
    char expected[160] = "a plain value";
    phw_scenario *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read %s", path);
    const bool is_known = phw_scenario_slot_find(&slot, scratch, key, line) == PHW_OK;
    if (is_known && slot.param != NULL)
        phw_scenario_slot_expected(expected, sizeof expected, &slot);
    free(scratch);
    return phw_fail(PHW_EINPUT, "%s:%d: %s: not one plain value; expected %s", path,
                    line, key, expected);
}

static phw_status refuse_yaml(const char *path, const char *file,
                              const phw_yaml_error *e)
{
    switch (e->problem) {
    case PHW_YAML_EMPTY:
        return phw_fail(PHW_EINPUT,
                        "%s:%d: nothing is in it; expected lines of key: value", path,
                        e->line);
    case PHW_YAML_NO_MAPPING:
        return phw_fail(PHW_EINPUT, "%s:%d: no key; expected lines of key: value", path,
                        e->line);
    case PHW_YAML_TWICE:
        return phw_fail(PHW_EINPUT, "%s:%d: %s: given twice; keep one", path, e->line,
                        e->key);
    case PHW_YAML_TWO_DOCUMENTS:
        return phw_fail(PHW_EINPUT, "%s:%d: a second document begins; keep one", path,
                        e->line);
    case PHW_YAML_NO_SCALAR:
        return refuse_value(path, e->key, e->line);
    case PHW_YAML_TOO_LONG:
        return phw_fail(PHW_EINPUT, "%s:%d: %s...: a key of more than %d letters", path,
                        e->line, e->key, PHW_YAML_PATH_MAX - 1);
    case PHW_YAML_TOO_MANY:
        return phw_fail(PHW_EINPUT, "%s:%d: %s: more than %d values", path, e->line,
                        e->key, PHW_YAML_VALUES_MAX);
    default:
        return refuse_line(path, file, e->line);
    }
}

/* A text that is a list by nature may be written as one. */
static bool takes_list(const phw_scenario_slot *slot)
{
    return slot->kind == PHW_FIELD_VECTOR ||
           strcmp(slot->param->name, "profile") == 0 ||
           strcmp(slot->param->name, "phase_mask") == 0;
}

static phw_status fill_one(phw_scenario *s, const phw_yaml_entry *entry,
                           const char *path)
{
    phw_scenario_slot slot;
    if (phw_scenario_slot_find(&slot, s, entry->path, entry->line) != PHW_OK)
        return phw_fail_within(PHW_EINPUT, "%s:%d", path, entry->line);
    if (slot.param == NULL)
        return *entry->text == '\0' && !entry->is_list
                   ? PHW_OK
                   : phw_fail(PHW_EINPUT, "%s:%d: %s: expected its fields below it",
                              path, entry->line, entry->path);
    if (entry->is_list && !takes_list(&slot))
        return refuse_value(path, entry->path, entry->line);
    *slot.line = entry->line;
    return phw_scenario_slot_set(&slot, entry->text) == PHW_OK
               ? PHW_OK
               : phw_fail_within(PHW_EINPUT, "%s:%d", path, entry->line);
}

static void start(phw_scenario *s, const char *path)
{
    *s = (phw_scenario){.profile = "exponential", .uplink_noise = "shaped"};
    (void)snprintf(s->path, sizeof s->path, "%s", path);
    for (size_t i = 0; i < PHW_N_SCENARIO_KEYS; ++i)
        s->value[i] = phw_scenario_param((phw_scenario_key)i)->preset;
}

phw_status phw_scenario_parse(phw_scenario *out, const char *path, const char *text,
                              size_t size)
{
    phw_yaml yaml = {0};
    phw_yaml_error error = {0};
    phw_status s = phw_yaml_read(&yaml, &error, text, size);
    if (s == PHW_EINPUT)
        return refuse_yaml(path, text, &error);
    PHW_TRY(s);
    phw_scenario *made = malloc(sizeof *made);
    if (made == NULL)
        s = phw_fail(PHW_ENOMEM, "no memory for a scenario");
    else
        start(made, path);
    for (size_t i = 0; i < yaml.n && !s; ++i)
        s = fill_one(made, &yaml.entry[i], path);
    if (!s)
        *out = *made;
    free(made);
    phw_yaml_free(&yaml);
    return s;
}

phw_status phw_scenario_read(phw_scenario *out, const char *path)
{
    uint8_t *file = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&file, &size, path, FILE_MAX));
    const phw_status s = phw_scenario_parse(out, path, (const char *)file, size);
    free(file);
    return s;
}

static const phw_scenario_item *node_at(const phw_scenario *s, size_t i)
{
    return phw_scenario_item_at(s, PHW_SECTION_NODES, i);
}

static bool is_end(const phw_scenario_item *node)
{
    return (int)phw_scenario_item_value(node, PHW_NODE_ROLE) == PHW_ROLE_END;
}

static double square_speed(const phw_scenario_item *node)
{
    const double *v = node->value[PHW_NODE_VELOCITY_M_S];
    return v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
}

/* A node that names no site has one of its own. */
static bool share_site(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const char *name = phw_scenario_item_text(a, PHW_NODE_SITE);
    return a == b || (*name != '\0' &&
                      strcmp(name, phw_scenario_item_text(b, PHW_NODE_SITE)) == 0);
}

/* The squares of the two fastest nodes' speeds at a node's site, the fastest first. */
static void fastest(double two[2], const phw_scenario *s, const phw_scenario_item *at)
{
    two[0] = two[1] = 0;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const phw_scenario_item *node = node_at(s, i);
        const double square = share_site(node, at) ? square_speed(node) : 0;
        two[1] = fmax(two[1], fmin(two[0], square));
        two[0] = fmax(two[0], square);
    }
}

/* The square of the speed between the scatterers around both. */
static double square_between(const phw_scenario *s, const phw_scenario_item *a,
                             const phw_scenario_item *b)
{
    double of_a[2];
    double of_b[2];
    fastest(of_a, s, a);
    fastest(of_b, s, b);
    return of_a[0] + (share_site(a, b) ? of_a[1] : of_b[0]);
}

/* The greatest of the links that are sounded: between the first end and everybody, and
 * between the other ends and the observers. */
static double greatest_square(const phw_scenario *s)
{
    const size_t n = phw_scenario_count(s, PHW_SECTION_NODES);
    const phw_scenario_item *hub = NULL;
    double greatest = 0;
    for (size_t i = 0; i < n; ++i) {
        const phw_scenario_item *end = node_at(s, i);
        if (!is_end(end))
            continue;
        hub = hub != NULL ? hub : end;
        for (size_t k = 0; k < n; ++k) {
            const phw_scenario_item *other = node_at(s, k);
            if (other != end && (end == hub || !is_end(other)))
                greatest = fmax(greatest, square_between(s, end, other));
        }
    }
    return greatest;
}

double phw_scenario_doppler_hz(const phw_scenario *s)
{
    if (s->given[PHW_SCENARIO_DOPPLER_HZ])
        return s->value[PHW_SCENARIO_DOPPLER_HZ];
    const bool has_nodes = phw_scenario_count(s, PHW_SECTION_NODES) > 0;
    const double speed = has_nodes && !s->given[PHW_SCENARIO_SPEED_M_S]
                             ? sqrt(greatest_square(s))
                             : s->value[PHW_SCENARIO_SPEED_M_S];
    return speed * s->value[PHW_SCENARIO_CARRIER_HZ] / PHW_LIGHT_SPEED_M_S;
}

static void write_items(phw_writer *w, phw_scenario *s, phw_scenario_section_id id)
{
    const phw_scenario_section *section = phw_scenario_section_at(id);
    if (phw_scenario_count(s, id) > 0)
        phw_writer_print(w, "%s:\n", section->name);
    for (size_t k = 0; k < s->n_items; ++k) {
        if (s->item[k].section != id)
            continue;
        if (section->is_named)
            phw_writer_print(w, "  %s:\n", s->item[k].name);
        for (size_t i = 0; i < section->n_fields; ++i) {
            phw_scenario_slot slot;
            phw_scenario_slot_field(&slot, &s->item[k], i);
            phw_writer_print(w, section->is_named ? "    " : "  ");
            phw_scenario_slot_write(w, &slot);
        }
    }
}

/* Of speed and Doppler shift only the one that counts: of moving nodes none. */
static bool is_left_out(const phw_scenario *s, size_t key)
{
    if (key == PHW_SCENARIO_DOPPLER_HZ)
        return !s->given[key];
    if (key != PHW_SCENARIO_SPEED_M_S)
        return false;
    return s->given[PHW_SCENARIO_DOPPLER_HZ] ||
           (phw_scenario_count(s, PHW_SECTION_NODES) > 0 && !s->given[key]);
}

void phw_scenario_write(phw_writer *w, const phw_scenario *s)
{
    /* Places point into a scenario that could be changed: a copy of it. */
    phw_scenario copy = *s;
    for (size_t i = 0; i < PHW_N_SCENARIO_TOP; ++i) {
        if (i >= PHW_N_SCENARIO_TEXTS && is_left_out(s, i - PHW_N_SCENARIO_TEXTS))
            continue;
        phw_scenario_slot slot;
        phw_scenario_slot_top(&slot, &copy, i);
        phw_scenario_slot_write(w, &slot);
    }
    for (size_t id = 0; id < PHW_N_SCENARIO_SECTIONS; ++id)
        write_items(w, &copy, (phw_scenario_section_id)id);
}
