#include "tools/uplink_plan.h"

#include <math.h>
#include <string.h>

#include "core/entropy.h"
#include "encrypt/keystream.h"
#include "encrypt/uplink_ratio.h"
#include "phy/crc.h"
#include "phy/line_codes.h"
#include "tools/noise_choice.h"

static const uint8_t pilot[PHW_UPLINK_PILOTS] = {1, 0, 1, 1, 0, 0, 1, 0};

/* The least value of the table stands for none. */
#define NO_NOISE_DB (-100.0)

/* Replies of fewer bits have no CRC, as those of tags. */
#define CRC_FROM 32

static double linear(const phw_scenario *s, phw_scenario_key key)
{
    return phw_uplink_from_db(s->value[key]);
}

static double ratio_or_none(const phw_scenario *s, phw_scenario_key key)
{
    return s->value[key] > NO_NOISE_DB ? linear(s, key) : 0;
}

static void set_sites(phw_uplink_plan *p, const phw_scenario *s)
{
    const double length = p->clock.length;
    p->reader = (phw_uplink_site){
        .eb_n0 = linear(s, PHW_SCENARIO_UPLINK_EB_N0_READER_DB),
        .jsr = ratio_or_none(s, PHW_SCENARIO_UPLINK_JSR_READER_DB),
    };
    p->eve = (phw_uplink_site){
        .eb_n0 = linear(s, PHW_SCENARIO_UPLINK_EB_N0_EVE_DB),
        .jsr = ratio_or_none(s, PHW_SCENARIO_UPLINK_JSR_EVE_DB),
    };
    p->reader.variance = phw_uplink_noise_variance(1, p->reader.eb_n0, length);
    p->eve.variance = phw_uplink_noise_variance(1, p->eve.eb_n0, length);
    p->leakage = sqrt(ratio_or_none(s, PHW_SCENARIO_UPLINK_LEAKAGE_DB));
    p->imperfection = 1 / linear(s, PHW_SCENARIO_UPLINK_CANCELLATION_DB);
}

static void set_clocks(phw_uplink_plan *p, const phw_scenario *s)
{
    const double length = s->value[PHW_SCENARIO_UPLINK_HALF_BIT_SAMPLES];
    p->clock = (phw_half_bit_clock){2.0 * PHW_UPLINK_PILOTS * length, length};
    p->noise.clock = p->clock;
    p->noise.clock.first +=
        length * (p->code->first_half + s->value[PHW_SCENARIO_UPLINK_EDGE_OFFSET]);
    p->noise.power = 1;
    p->n_bits = (size_t)s->value[PHW_SCENARIO_UPLINK_BITS];
    p->n_crc_bits = p->n_bits >= CRC_FROM ? phw_crc_16_gen2.width : 0;
    p->n_all_bits = p->n_bits + PHW_UPLINK_PILOTS + PHW_UPLINK_TAIL;
    p->n_samples = 2 * p->n_all_bits * (size_t)length;
}

phw_status phw_uplink_plan_make(phw_uplink_plan *out, const phw_scenario *scenario,
                                uint64_t seed)
{
    const double *v = scenario->value;
    const size_t code = (size_t)v[PHW_SCENARIO_UPLINK_CODE];
    phw_uplink_plan p = {
        .n_reads = (size_t)v[PHW_SCENARIO_UPLINK_READS],
        .n_antennas = (size_t)v[PHW_SCENARIO_UPLINK_EVE_ANTENNAS],
        .n_taps = (size_t)v[PHW_SCENARIO_UPLINK_TAPS],
        .n_reader_taps = (size_t)v[PHW_SCENARIO_UPLINK_READER_TAPS],
        .rayleigh = (int)v[PHW_SCENARIO_UPLINK_FADING] == PHW_UPLINK_RAYLEIGH,
        .doppler_hz = phw_scenario_doppler_hz(scenario),
        .interval_s = v[PHW_SCENARIO_INTERVAL_S],
        .seed = seed,
    };
    phw_status s = phw_line_code_find(
        &p.code, phw_scenario_param(PHW_SCENARIO_UPLINK_CODE)->choice[code]);
    if (!s)
        s = phw_noise_choice_read(&p.noise, scenario->uplink_noise);
    if (s)
        return phw_fail_within(PHW_EINPUT, "%s: uplink_noise", scenario->path);
    set_clocks(&p, scenario);
    set_sites(&p, scenario);
    *out = p;
    return PHW_OK;
}

void phw_uplink_plan_frame(uint8_t *all, const phw_uplink_plan *plan,
                           const uint8_t *bit)
{
    memcpy(all, pilot, sizeof pilot);
    memcpy(all + PHW_UPLINK_PILOTS, bit, plan->n_bits);
    memset(all + PHW_UPLINK_PILOTS + plan->n_bits, 1, PHW_UPLINK_TAIL);
}

phw_line_start phw_uplink_plan_start(const phw_uplink_plan *plan)
{
    uint8_t all[PHW_UPLINK_PILOTS + 1] = {0};
    uint8_t chip[2 * sizeof all];
    memcpy(all, pilot, sizeof pilot);
    plan->code->encode(chip, all, sizeof all, PHW_LINE_LOW);
    return chip[2 * PHW_UPLINK_PILOTS] ? PHW_LINE_HIGH : PHW_LINE_LOW;
}

phw_status phw_uplink_plan_key(phw_key *out, const phw_uplink_plan *plan)
{
    phw_key key = {0};
    phw_entropy source;
    if (plan->key != NULL) {
        PHW_TRY(phw_key_alloc(&key, plan->key->size));
        memcpy(key.byte, plan->key->byte, key.size);
        *out = key;
        return PHW_OK;
    }
    PHW_TRY(phw_entropy_seeded(&source, plan->seed, "uplink"));
    PHW_TRY(phw_key_alloc(&key, PHW_KEYSTREAM_KEY_SIZE));
    phw_entropy_bytes(&source, key.byte, key.size);
    phw_entropy_wipe(&source);
    *out = key;
    return PHW_OK;
}
