#include "kgen/zero_power_config.h"

#include <string.h>

#include <sodium.h>

#include "kgen/agreement_config.h"
#include "kgen/reconciler.h"

phw_zero_power_config phw_zero_power_preset(void)
{
    return (phw_zero_power_config){
        .link = PHW_ZERO_POWER_ENVELOPE,
        .n_tones = 1,
        .adc_bits = 10,
        .n_bits = 1,
        .window = 256,
        .sample_every = 20,
        .assumed_error_rate = 0.05,
        .assessment = PHW_ASSESS_COUNTED,
        .security_bits = 64,
        .key_bits_min = 128,
    };
}

phw_status phw_zero_power_check(const phw_zero_power_config *c)
{
    const struct {
        const char *field;
        double value, least, most;
    } row[] = {
        {"link", c->link, 0, PHW_N_ZERO_POWER_LINKS - 1},
        {"tones", c->n_tones, 1, PHW_ZERO_POWER_TONES_MAX},
        {"converter bits", c->adc_bits, 4, 16},
        {"bits a symbol", c->n_bits, 1, PHW_ZERO_POWER_BITS_MAX},
        {"guard", c->guard_256, 0, 120},
        {"window", (double)c->window, 0, PHW_ZERO_POWER_ROWS_MAX},
        {"sampling interval", c->sample_every, 0, 1e6},
        {"assumed error rate", c->assumed_error_rate, 0, PHW_RECONCILE_RATE_MAX},
        {"assessment", c->assessment, 0, PHW_N_ASSESSMENT_KINDS - 1},
        {"eve information", c->eve_information_bits, 0, 1e12},
        {"security bits", c->security_bits, 1, 256},
        {"least key bits", (double)c->key_bits_min, 1, PHW_AGREEMENT_BITS_MAX},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        /* Written so that a NaN fails. */
        if (!(row[i].value >= row[i].least && row[i].value <= row[i].most))
            return phw_fail(PHW_EARG, "zero power: %s is %g, expected %g to %g",
                            row[i].field, row[i].value, row[i].least, row[i].most);
    }
    /* Both are of the series that symbols were made of, and the device keeps its own.
     */
    if (c->assessment == PHW_ASSESS_COLLISION || c->assessment == PHW_ASSESS_GAUSSIAN)
        return phw_fail(PHW_EARG, "zero power: the device's symbols alone are known; "
                                  "expected an assessment that counts");
    if (c->sample_every == 1)
        return phw_fail(PHW_EARG, "zero power: comparing every bit leaves none");
    if (c->window > 0 && c->window < 16)
        return phw_fail(PHW_EARG,
                        "zero power: a window of %zu probes; expected 16 or "
                        "more, or 0 for all",
                        c->window);
    return PHW_OK;
}

void phw_zero_power_digest(uint8_t out[PHW_ZERO_POWER_DIGEST_SIZE],
                           const phw_zero_power_config *c)
{
    const uint64_t field[] = {
        c->link,      c->n_tones, c->adc_bits,     c->n_bits,
        c->guard_256, c->window,  c->sample_every, c->security_bits,
    };
    static const char label[] = "phyward zero power 1";
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, PHW_ZERO_POWER_DIGEST_SIZE);
    (void)crypto_generichash_update(&state, (const uint8_t *)label, sizeof label);
    for (size_t i = 0; i < sizeof field / sizeof field[0]; ++i) {
        uint8_t byte[8];
        for (unsigned b = 0; b < sizeof byte; ++b)
            byte[b] = (uint8_t)(field[i] >> (8 * b));
        (void)crypto_generichash_update(&state, byte, sizeof byte);
    }
    (void)crypto_generichash_final(&state, out, PHW_ZERO_POWER_DIGEST_SIZE);
}
