#include "tools/scenario_radio.h"

#include <math.h>

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
