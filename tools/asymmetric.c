#include "tools/asymmetric.h"

#include <math.h>
#include <stdio.h>

#include "kgen/bch.h"
#include "kgen/reconciler.h"
#include "kgen/zero_power_reading.h"
#include "tools/asymmetric_eve.h"
#include "tools/cancel.h"
#include "tools/matched.h"

/* Lets nothing through once the user wants to stop; both ends then rest. */
static void listen(void *context, phw_role from, phw_message *frame)
{
    (void)context;
    (void)from;
    if (phw_cancel_asked())
        phw_message_clear(frame);
}

static phw_status rehearse_once(phw_zero_power_rehearsal *out,
                                const phw_asymmetric_parties *p,
                                const phw_zero_power_config *config,
                                phw_entropy *entropy)
{
    phw_zero_power_rehearsal r = {0};
    PHW_TRY(phw_zero_power_rehearse(&r, p->device, p->reader, config, entropy, listen,
                                    NULL));
    const phw_status s = phw_cancel_check();
    if (s)
        phw_zero_power_rehearsal_free(&r);
    else
        *out = r;
    return s;
}

/* What Eve knows of the planes that were used. Which they are depends a little on what
 * was compared, so from the second run on all count. */
static phw_status measure_known(double *bits, phw_asymmetric *a,
                                const phw_asymmetric_parties *p,
                                const phw_zero_power_config *config, unsigned run)
{
    const unsigned used = (unsigned)a->rehearsal.report.n_planes;
    const unsigned planes = run > 0 || used == 0 ? config->n_bits : used;
    return phw_asymmetric_eve_bits(bits, &a->eve_multiple_correlation, &a->rehearsal, p,
                                   config, planes);
}

/* Once as configured, and again when Eve knows more than was charged. No key comes of a
 * run whose eavesdropper could not be measured. */
static phw_status rehearse(phw_asymmetric *a, const phw_asymmetric_parties *p,
                           const phw_zero_power_config *config, phw_entropy *entropy)
{
    phw_zero_power_rehearsal *r = &a->rehearsal;
    phw_zero_power_config charged = *config;
    PHW_TRY(rehearse_once(r, p, config, entropy));
    if (p->eve == NULL || r->plane[PHW_BOB][0].n == 0)
        return PHW_OK;
    double bits = 0;
    phw_status s = measure_known(&bits, a, p, config, 0);
    for (unsigned run = 1; !s && bits > charged.eve_information_bits; ++run) {
        charged.eve_information_bits = bits;
        phw_zero_power_rehearsal_free(r);
        PHW_TRY(rehearse_once(r, p, &charged, entropy));
        s = measure_known(&bits, a, p, config, run);
    }
    return s && s != PHW_ENOMEM && r->report.status != PHW_OK ? PHW_OK : s;
}

/* The device's own span: its first to its last probe, and one interval for the first.
 */
static double duration_of(const phw_trace *t)
{
    if (!t->has_time || t->n_probes < 2)
        return (double)NAN;
    const double n = (double)t->n_probes;
    return (t->time_s[t->n_probes - 1] - t->time_s[0]) * n / (n - 1);
}

/* The probes that both have, as both ends' values. */
static double correlate(const phw_asymmetric *a, const phw_asymmetric_parties *p,
                        const phw_zero_power_config *config)
{
    double rho = (double)NAN;
    phw_features device = {0};
    phw_features reader = {0};
    if (phw_asymmetric_values(&device, p->device, p->reader, &a->rehearsal.have,
                              config) == PHW_OK &&
        phw_asymmetric_values(&reader, p->reader, p->reader, &a->rehearsal.have,
                              config) == PHW_OK)
        rho = phw_matched_correlation(&device, &reader);
    phw_features_free(&device);
    phw_features_free(&reader);
    return rho;
}

/* Eve's bits are made as the reader makes its own. */
static void measure_eve(phw_asymmetric *a, const phw_asymmetric_parties *p,
                        const phw_zero_power_config *config)
{
    phw_features values = {0};
    phw_zero_power_reading reading = {0};
    const phw_zero_power_rehearsal *r = &a->rehearsal;
    if (p->eve != NULL &&
        phw_asymmetric_values(&values, p->eve, p->reader, &r->have, config) == PHW_OK &&
        phw_zero_power_read(&reading, &values, &r->kept, config) == PHW_OK) {
        for (unsigned b = 0; b < config->n_bits; ++b) {
            a->n_eve_bits += reading.n;
            a->n_eve_errors +=
                phw_bits_distance(&reading.plane[b], &r->plane[PHW_BOB][b]);
        }
    }
    phw_zero_power_reading_free(&reading);
    phw_features_free(&values);
}

static phw_status measure(phw_asymmetric *a, const phw_asymmetric_parties *p,
                          const phw_zero_power_config *config)
{
    const phw_zero_power_rehearsal *r = &a->rehearsal;
    const phw_status reader = r->report.status;
    a->status = reader != PHW_OK ? reader : r->device_status;
    a->duration_s = duration_of(p->device);
    a->correlation = correlate(a, p, config);
    for (unsigned b = 0; b < config->n_bits; ++b) {
        if (r->plane[PHW_ALICE][b].n == r->plane[PHW_BOB][b].n)
            a->n_disagreements +=
                phw_bits_distance(&r->plane[PHW_ALICE][b], &r->plane[PHW_BOB][b]);
    }
    if (r->plane[PHW_BOB][0].n > 0)
        measure_eve(a, p, config);
    if (a->status != PHW_OK)
        return PHW_OK;
    phw_key key = {0};
    PHW_TRY(phw_asymmetric_key(&key, a));
    phw_key_fingerprint(a->fingerprint, &key);
    phw_key_free(&key);
    return PHW_OK;
}

phw_status phw_asymmetric_run(phw_asymmetric *out, const phw_trace *device,
                              const phw_trace *reader, const phw_trace *eve,
                              const phw_zero_power_config *config, phw_entropy *entropy)
{
    const phw_asymmetric_parties p = {device, reader, eve};
    phw_asymmetric a = {.eve_multiple_correlation = (double)NAN};
    phw_status s = rehearse(&a, &p, config, entropy);
    if (!s)
        s = measure(&a, &p, config);
    if (s)
        phw_asymmetric_free(&a);
    else
        *out = a;
    return s;
}

void phw_asymmetric_free(phw_asymmetric *a)
{
    phw_zero_power_rehearsal_free(&a->rehearsal);
    *a = (phw_asymmetric){0};
}

phw_status phw_asymmetric_key(phw_key *out, const phw_asymmetric *a)
{
    const phw_bits *bits = &a->rehearsal.key[PHW_BOB];
    phw_key key = {0};
    PHW_TRY(phw_key_alloc(&key, bits->n / 8));
    phw_bits_to_bytes(key.byte, bits);
    *out = key;
    return PHW_OK;
}

static void explain_no_key(char *text, size_t size, const phw_asymmetric *a,
                           const phw_zero_power_config *config)
{
    const phw_zero_power_report *r = &a->rehearsal.report;
    if (!r->assessed)
        (void)snprintf(text, size,
                       "No key: of the %zu bits compared in public %zu differ, and at "
                       "most %.0f %% can be corrected",
                       r->plane[0].n_sampled, r->plane[0].n_sample_errors,
                       100 * PHW_RECONCILE_RATE_MAX);
    else
        (void)snprintf(
            text, size,
            "No key: %llu bits can be certified, and %zu are wanted. The %zu "
            "bits that are hashed hold %.0f bits of min-entropy, and %llu "
            "were said in public or are set aside",
            (unsigned long long)r->certified_bits, config->key_bits_min, r->n_bits,
            r->min_entropy_bits, (unsigned long long)phw_ledger_total(&r->ledger));
}

void phw_asymmetric_explain(char *text, size_t size, const phw_asymmetric *a,
                            const phw_zero_power_config *config)
{
    const phw_zero_power_report *r = &a->rehearsal.report;
    if (a->status == PHW_OK)
        (void)snprintf(
            text, size,
            "Device and reader hold the same %zu-bit key; %llu bits could be "
            "certified",
            r->key_bits, (unsigned long long)r->certified_bits);
    else if (a->status == PHW_ESHORT && r->n_rows == 0)
        (void)snprintf(text, size,
                       "No key: device and reader have fewer than %zu probes in "
                       "common, the least that --bits %u takes",
                       (size_t)16 << config->n_bits, config->n_bits);
    else if (a->status == PHW_ESHORT)
        (void)snprintf(text, size,
                       "No key: %zu common probes are too few for a block of %d bits",
                       r->n_rows, PHW_BCH_N);
    else if (a->status == PHW_ENOKEY)
        explain_no_key(text, size, a, config);
    else if (a->status == PHW_ENOCONV)
        (void)snprintf(text, size,
                       "No key: the corrected bits of the two ends still differ, or no "
                       "block decoded");
    else
        (void)snprintf(text, size, "No key: the protocol ended with %s",
                       phw_status_name(a->status));
}
