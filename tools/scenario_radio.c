#include "tools/scenario_radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "channel/power_amplifier_none.h"

/* The table's least values stand for none. */
#define NO_MISMATCH_DB (-100.0)
#define NO_CONSTANT_DB (-200.0)

/* Root mean squares at which a converter may clip. */
#define LEAST_CLIP 0.1

static double value(const phw_scenario_item *node, size_t field)
{
    return phw_scenario_item_value(node, field);
}

static void read_numbers(phw_front_end_config *out, const phw_scenario_item *node)
{
    const double mismatch_db = value(node, PHW_NODE_MISMATCH_DB);
    const double dc_dbc = value(node, PHW_NODE_DC_DBC);
    const phw_front_end_mixer mixer = {.gain_db = value(node, PHW_NODE_IQ_GAIN_DB),
                                       .phase_rad = value(node, PHW_NODE_IQ_PHASE_DEG) *
                                                    M_PI / 180,
                                       .dc_dbc = dc_dbc > NO_CONSTANT_DB ? dc_dbc : 0};
    const phw_chain_filter_config filter = {
        .ripple_db = mismatch_db > NO_MISMATCH_DB ? mismatch_db : 0};
    *out = (phw_front_end_config){
        .oscillator = {.cfo_hz = value(node, PHW_NODE_CFO_HZ),
                       .drift_hz_s = value(node, PHW_NODE_CFO_DRIFT_HZ_S),
                       .linewidth_hz = value(node, PHW_NODE_LINEWIDTH_HZ)},
        .clock_ppm = value(node, PHW_NODE_CLOCK_PPM),
        .tx_mixer = mixer,
        .rx_mixer = mixer,
        .backoff_db = value(node, PHW_NODE_BACKOFF_DB),
        .tx_filter = filter,
        .rx_filter = filter,
        .agc = {.on = value(node, PHW_NODE_AGC) > 0},
        .adc_bits = (unsigned)value(node, PHW_NODE_ADC_BITS),
        .adc_clip = value(node, PHW_NODE_ADC_CLIP)};
}

phw_status phw_scenario_radio(phw_front_end_config *out, size_t *field,
                              const phw_scenario_item *node)
{
    phw_front_end_config config;
    read_numbers(&config, node);
    size_t at = PHW_NODE_AMPLIFIER;
    phw_status s =
        phw_power_amplifier_choose(&config.amplifier, phw_scenario_item_text(node, at));
    if (!s) {
        if (config.amplifier.entry == &phw_power_amplifier_none)
            config.amplifier.entry = NULL;
        at = PHW_NODE_PHASE_MASK;
        const char *mask = phw_scenario_item_text(node, at);
        if (*mask != '\0')
            s = phw_phase_mask_read(&config.oscillator.mask, mask);
        /* Up to which rate a mask goes is the front end's question. */
        if (!s)
            s = phw_phase_mask_check(&config.oscillator.mask, HUGE_VAL);
    }
    if (!s && config.adc_clip != 0 && config.adc_clip < LEAST_CLIP) {
        at = PHW_NODE_ADC_CLIP;
        s = phw_fail(PHW_EARG, "%g; expected %g to 100, or 0 for the best",
                     config.adc_clip, LEAST_CLIP);
    }
    if (s && field != NULL)
        *field = at;
    if (!s)
        *out = config;
    return s;
}

bool phw_scenario_radio_is_ideal(const phw_front_end_config *config)
{
    const phw_oscillator_config *o = &config->oscillator;
    const phw_front_end_mixer *m = &config->tx_mixer;
    return o->cfo_hz == 0 && o->drift_hz_s == 0 && o->linewidth_hz == 0 &&
           o->mask.n == 0 && config->clock_ppm == 0 && m->gain_db == 0 &&
           m->phase_rad == 0 && m->dc_dbc == 0 && config->tx_filter.ripple_db == 0 &&
           !config->agc.on && config->adc_bits == 0 && config->amplifier.entry == NULL;
}

/* What a waveform alone shows. */
static const size_t of_waveforms[] = {
    PHW_NODE_CLOCK_PPM, PHW_NODE_IQ_GAIN_DB, PHW_NODE_IQ_PHASE_DEG,
    PHW_NODE_DC_DBC,    PHW_NODE_AMPLIFIER,  PHW_NODE_BACKOFF_DB,
    PHW_NODE_AGC,       PHW_NODE_ADC_BITS,   PHW_NODE_ADC_CLIP};

/* Whether a node's field is not as it would be by default. */
static bool is_set(const phw_scenario_item *node, size_t i)
{
    const phw_scenario_field *f = &phw_scenario_section_at(PHW_SECTION_NODES)->field[i];
    return f->kind == PHW_FIELD_TEXT
               ? strcmp(phw_scenario_item_text(node, i), f->text) != 0
               : value(node, i) != f->param.preset;
}

static bool is_set_of_any(const phw_scenario *s, size_t field)
{
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        if (is_set(phw_scenario_item_at(s, PHW_SECTION_NODES, i), field))
            return true;
    }
    return false;
}

void phw_scenario_radio_unheard(char *out, size_t size, const phw_scenario *s)
{
    size_t used = 0;
    out[0] = '\0';
    if ((int)s->value[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ)
        return;
    for (size_t i = 0; i < sizeof of_waveforms / sizeof of_waveforms[0]; ++i) {
        const size_t field = of_waveforms[i];
        if (!is_set_of_any(s, field) || used >= size)
            continue;
        const int n =
            snprintf(out + used, size - used, "%s%s", used > 0 ? ", " : "",
                     phw_scenario_section_at(PHW_SECTION_NODES)->field[field].path);
        used += n > 0 ? (size_t)n : 0;
    }
}
