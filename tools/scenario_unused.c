#include "tools/scenario_unused.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "channel/profiles.h"

/* The table's least value stands for no steady part. */
#define NO_STEADY_DB (-100.0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a rule looks at: the entry of a section's field, else NULL. */
typedef struct look {
    const phw_scenario *scenario;
    const phw_scenario_item *item;
    bool waveforms;
} look;

/* A key or field, whether it has an effect, and the reason when not. */
typedef struct rule {
    size_t key;
    bool (*counts)(const look *);
    const char *why;
} rule;

static bool has_no_nodes(const look *l)
{
    return phw_scenario_count(l->scenario, PHW_SECTION_NODES) == 0;
}

static bool has_waveforms(const look *l)
{
    return l->waveforms;
}

static bool has_plane_waves(const look *l)
{
    return (int)l->scenario->value[PHW_SCENARIO_GENERATOR] == PHW_GENERATOR_PLANE_WAVES;
}

static bool has_shadowing(const look *l)
{
    return l->scenario->value[PHW_SCENARIO_SHADOWING_DB] > 0;
}

static bool has_path_loss(const look *l)
{
    return *l->scenario->path_loss != '\0';
}

static bool has_no_path_loss(const look *l)
{
    return !has_path_loss(l);
}

static bool has_amplifier(const look *l)
{
    return strcmp(phw_scenario_item_text(l->item, PHW_NODE_AMPLIFIER), "none") != 0;
}

static bool has_converter(const look *l)
{
    return phw_scenario_item_value(l->item, PHW_NODE_ADC_BITS) > 0;
}

static bool has_line_of_sight(const look *l)
{
    const phw_scenario *s = l->scenario;
    phw_taps taps;
    if (*s->law != '\0' || s->value[PHW_SCENARIO_RICE_K_DB] > NO_STEADY_DB)
        return true;
    return phw_profile_read(&taps, s->profile, s->value[PHW_SCENARIO_DELAY_SPREAD_S],
                            (size_t)s->value[PHW_SCENARIO_TAPS]) == PHW_OK &&
           taps.steady[0] > 0;
}

/* On a site that nobody shares, only the phase of a line of sight says where it is. */
static bool tag_has_place(const look *l)
{
    return *phw_scenario_item_text(l->item, PHW_TAG_SITE) != '\0' ||
           has_line_of_sight(l);
}

static bool surface_has_place(const look *l)
{
    return *phw_scenario_item_text(l->item, PHW_SURFACE_SITE) != '\0' ||
           has_line_of_sight(l);
}

static bool has_randomizer(const look *l)
{
    return *l->scenario->randomizer != '\0' &&
           strcmp(l->scenario->randomizer, "none") != 0;
}

static const rule top[] = {
    {PHW_SCENARIO_EVE_KNOWS_OWN_CHANNELS, has_randomizer, "there is no randomizer"},
    {PHW_SCENARIO_SNR_ALICE_DB, has_no_nodes, "the nodes have an snr_db each"},
    {PHW_SCENARIO_SNR_BOB_DB, has_no_nodes, "the nodes have an snr_db each"},
    {PHW_SCENARIO_SNR_EVE_DB, has_no_nodes, "the nodes have an snr_db each"},
    {PHW_SCENARIO_EVE_CORRELATION, has_no_nodes, "the nodes' places say it"},
    {PHW_SCENARIO_CFO_HZ, has_no_nodes, "the nodes have a cfo_hz each"},
    {PHW_SCENARIO_CFO_HZ, has_waveforms, "level iq alone has it"},
    {PHW_SCENARIO_WAVES, has_plane_waves, "generator plane-waves alone has it"},
    {PHW_SCENARIO_REDRAW_PERIODS, has_plane_waves,
     "generator plane-waves alone has it"},
    {PHW_SCENARIO_SHADOWING_DISTANCE_M, has_shadowing, "shadowing_db is 0"},
};

static const rule of_node[] = {
    {PHW_NODE_SNR_DB, has_no_path_loss,
     "with path_loss tx_power_dbm and noise_figure_db say it"},
    {PHW_NODE_TX_POWER_DBM, has_path_loss, "there is no path_loss; snr_db says it"},
    {PHW_NODE_CLOCK_PPM, has_waveforms, "level iq alone has it"},
    {PHW_NODE_IQ_GAIN_DB, has_waveforms, "level iq alone has it"},
    {PHW_NODE_IQ_PHASE_DEG, has_waveforms, "level iq alone has it"},
    {PHW_NODE_DC_DBC, has_waveforms, "level iq alone has it"},
    {PHW_NODE_AMPLIFIER, has_waveforms, "level iq alone has it"},
    {PHW_NODE_BACKOFF_DB, has_waveforms, "level iq alone has it"},
    {PHW_NODE_BACKOFF_DB, has_amplifier, "amplifier is none"},
    {PHW_NODE_AGC, has_waveforms, "level iq alone has it"},
    {PHW_NODE_ADC_BITS, has_waveforms, "level iq alone has it"},
    {PHW_NODE_ADC_CLIP, has_waveforms, "level iq alone has it"},
    {PHW_NODE_ADC_CLIP, has_converter, "adc_bits is 0"},
};

static const rule of_surface[] = {
    {PHW_SURFACE_POSITION_M, surface_has_place,
     "on a site of its own and without line of sight its place does not matter"},
};

static const rule of_tag[] = {
    {PHW_TAG_POSITION_M, tag_has_place,
     "on a site of its own and without line of sight its place does not matter"},
};

static const struct {
    const rule *rule;
    size_t n;
} of_section[PHW_N_SCENARIO_SECTIONS] = {
    [PHW_SECTION_NODES] = {of_node, COUNT(of_node)},
    [PHW_SECTION_SURFACE] = {of_surface, COUNT(of_surface)},
    [PHW_SECTION_TAGS] = {of_tag, COUNT(of_tag)},
};

/* A scenario written back gives every key: what is as by default asks for nothing. */
static bool top_is_set(const phw_scenario *s, size_t key)
{
    return s->given[key] &&
           s->value[key] != phw_scenario_param((phw_scenario_key)key)->preset;
}

static bool field_is_set(const phw_scenario_item *item, size_t i)
{
    const phw_scenario_field *field = &phw_scenario_section_at(item->section)->field[i];
    const double *v = item->value[i];
    if (!item->given[i])
        return false;
    if (field->kind == PHW_FIELD_TEXT)
        return strcmp(phw_scenario_item_text(item, i), field->text) != 0;
    if (field->kind == PHW_FIELD_VECTOR)
        return v[0] != 0 || v[1] != 0 || v[2] != 0;
    return v[0] != field->param.preset;
}

static void look_at_top(json_t *notes, const look *l)
{
    /* The first reason of a key is enough. */
    size_t told = PHW_N_SCENARIO_KEYS;
    for (size_t i = 0; i < COUNT(top); ++i) {
        const rule *r = &top[i];
        if (r->key == told || !top_is_set(l->scenario, r->key) || r->counts(l))
            continue;
        told = r->key;
        (void)json_array_append_new(
            notes,
            json_sprintf("%s: %s", phw_scenario_param((phw_scenario_key)r->key)->name,
                         r->why));
    }
}

static void look_at_item(json_t *notes, const look *l)
{
    const phw_scenario_section *section = phw_scenario_section_at(l->item->section);
    size_t told = section->n_fields;
    for (size_t i = 0; i < of_section[l->item->section].n; ++i) {
        const rule *r = &of_section[l->item->section].rule[i];
        if (r->key == told || !field_is_set(l->item, r->key) || r->counts(l))
            continue;
        told = r->key;
        (void)json_array_append_new(
            notes,
            json_sprintf("%s%s%s.%s: %s", section->name, section->is_named ? "." : "",
                         l->item->name, section->field[r->key].param.name, r->why));
    }
}

json_t *phw_scenario_unused(const phw_scenario *scenario, bool waveforms)
{
    look l = {.scenario = scenario,
              .waveforms = waveforms ||
                           (int)scenario->value[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ};
    json_t *notes = json_array();
    look_at_top(notes, &l);
    for (size_t i = 0; i < scenario->n_items; ++i) {
        l.item = &scenario->item[i];
        look_at_item(notes, &l);
    }
    return notes;
}

void phw_scenario_unused_tell(phw_result *r, const phw_scenario *scenario,
                              bool waveforms, const phw_arguments *arguments)
{
    json_t *notes = phw_scenario_unused(scenario, waveforms);
    const bool is_told = !phw_argument_given(arguments, "quiet");
    for (size_t i = 0; i < json_array_size(notes) && is_told; ++i)
        (void)fprintf(stderr, "phyward: no effect: %s\n",
                      json_string_value(json_array_get(notes, i)));
    phw_result_json(r, "notes", NULL, notes);
}
