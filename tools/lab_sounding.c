#include "tools/lab_sounding.h"

#include <math.h>

#include "phy/ofdm.h"

bool phw_lab_sounding_is_own(const phw_scenario *s)
{
    return *s->sounding != '\0';
}

phw_status phw_lab_sounding_make(phw_sounding_waveform *out, const phw_scenario *s)
{
    const phw_status status = phw_sounding_waveform_make(out, s->sounding, 1);
    return status
               ? phw_fail_within(status == PHW_EARG ? PHW_EINPUT : status, "sounding")
               : PHW_OK;
}

double phw_lab_sounding_share(const phw_sounding_waveform *w)
{
    double share = 0;
    for (size_t k = 0; k < w->n_used; ++k) {
        double power = 0;
        for (size_t b = 0; b < w->n_blocks; ++b)
            power += phw_cf_power(w->known[w->block[b].core * w->n_used + k]);
        share += (double)w->n_core / power / (double)w->n_used;
    }
    return share;
}

phw_status phw_lab_sounding_find_share(double *share, const phw_scenario *s)
{
    phw_sounding_waveform w = {0};
    *share = (double)PHW_OFDM_N_USED / (2 * PHW_OFDM_N_FFT);
    if (!phw_lab_sounding_is_own(s))
        return PHW_OK;
    PHW_TRY(phw_lab_sounding_make(&w, s));
    *share = phw_lab_sounding_share(&w);
    phw_sounding_waveform_free(&w);
    return PHW_OK;
}

static phw_status check_grid(const phw_scenario *s, const phw_sounding_waveform *w)
{
    const double *v = s->value;
    const double spacing_hz = v[PHW_SCENARIO_BANDWIDTH_HZ] / (double)w->n_core;
    if (v[PHW_SCENARIO_SUBCARRIERS] == (double)w->n_used &&
        fabs(v[PHW_SCENARIO_SPACING_HZ] / spacing_hz - 1) < 1e-6)
        return PHW_OK;
    return phw_fail(PHW_EINPUT,
                    "sounding: %s shows %zu bins %.9g Hz apart; expected subcarriers: "
                    "%zu and spacing_hz: %.9g",
                    w->entry->name, w->n_used, spacing_hz, w->n_used, spacing_hz);
}

phw_status phw_lab_sounding_check(const phw_scenario *s)
{
    phw_sounding_waveform w = {0};
    if (!phw_lab_sounding_is_own(s))
        return PHW_OK;
    if ((int)s->value[PHW_SCENARIO_LEVEL] != PHW_LEVEL_IQ)
        return phw_fail(PHW_EINPUT, "sounding: a waveform needs level: iq");
    if (phw_scenario_count(s, PHW_SECTION_INTERFERERS) > 0)
        return phw_fail(PHW_EINPUT, "sounding: what interferers make of an estimate is "
                                    "known for the preamble alone; leave one out");
    PHW_TRY(phw_lab_sounding_make(&w, s));
    const phw_status status = check_grid(s, &w);
    phw_sounding_waveform_free(&w);
    return status;
}

static phw_status waveform_offsets(double *out, const phw_scenario *scenario)
{
    phw_sounding_waveform w = {0};
    PHW_TRY(phw_lab_sounding_make(&w, scenario));
    for (size_t k = 0; k < w.n_used; ++k)
        out[k] = w.frequency[k] * scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    phw_sounding_waveform_free(&w);
    return PHW_OK;
}

phw_status phw_lab_sounding_offsets(double *out, const phw_scenario *scenario)
{
    if (phw_lab_sounding_is_own(scenario))
        return waveform_offsets(out, scenario);
    const size_t n = (size_t)scenario->value[PHW_SCENARIO_SUBCARRIERS];
    const double spacing = scenario->value[PHW_SCENARIO_SPACING_HZ];
    const long half = (long)(n / 2);
    size_t i = 0;
    /* An odd number above 1 keeps the carrier itself. */
    for (long k = -half; k <= half; ++k) {
        if (k != 0 || n % 2 == 1)
            out[i++] = spacing * (double)k;
    }
    return PHW_OK;
}
