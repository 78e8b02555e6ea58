#include "tools/probe_stages.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

/* A constant with a quarter of the power is no longer small. */
#define DC_SHARE 0.25

/* Noise and OFDM have one sample in thousands as large as the largest. */
#define CLIPPED_SHARE 0.01

/* Bytes of anything, read as samples, are spread evenly over full scale: the root of
 * 2/3. A receiver that is set so high would clip. */
#define RANDOM_RMS_LEAST 0.79
#define RANDOM_RMS_MOST  0.85

/* Floating-point samples beyond that are hardly any. */
#define PEAK_MOST 1e6

/* Less than that, of full scale, is less than a step of 16 bits. */
#define RMS_LEAST 1e-5

static void add_size(phw_probe_level *l, double size)
{
    if (size > l->peak) {
        l->peak = size;
        l->n_peak = 0;
    }
    l->n_peak += size == l->peak;
}

void phw_probe_level_add(phw_probe_level *l, const phw_cf *sample, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const double re = (double)crealf(sample[i]);
        const double im = (double)cimagf(sample[i]);
        l->sum_re += re;
        l->sum_im += im;
        l->power += re * re + im * im;
        add_size(l, fmax(fabs(re), fabs(im)));
    }
    l->n += n;
}

static double dc_share(const phw_probe_level *l)
{
    const double power = l->sum_re * l->sum_re + l->sum_im * l->sum_im;
    return l->power > 0 ? power / (double)l->n / l->power : 0;
}

/* What disturbs frames that are found all the same. */
static const char *hint_at_receiver(const phw_probe_level *l)
{
    if (dc_share(l) > DC_SHARE)
        return "a constant (DC) holds much of the power: unsigned samples read as "
               "signed (--type), or the receiver's own, to be taken off";
    if (l->power > 0 && (double)l->n_peak > CLIPPED_SHARE * (double)l->n)
        return "many samples are as large as the largest: the receiver clipped them, "
               "its gain was too high";
    return NULL;
}

/* What the samples themselves show. */
static const char *hint_at_samples(const phw_probe_level *l)
{
    const double rms = l->n > 0 ? sqrt(l->power / (double)l->n) : 0;
    if (l->n == 0 || l->power <= 0)
        return "all samples are 0";
    if (l->peak > PEAK_MOST)
        return "samples reach beyond 1e6 of full scale: --type is wrong, it seems";
    if (rms > RANDOM_RMS_LEAST && rms < RANDOM_RMS_MOST && l->peak > 0.99)
        return "samples are spread evenly over full scale, as bytes of another type "
               "are: --type is wrong, it seems";
    if (dc_share(l) <= DC_SHARE && rms < RMS_LEAST)
        return "the samples are almost 0: --type or the receiver's gain";
    return hint_at_receiver(l);
}

/* Where most of what came as far got no further. */
static const char *hint_at_stages(const phw_wifi_counts *c)
{
    if (c->n_short == 0)
        return "nothing repeats as short training does: no 802.11 OFDM is sent here, "
               "it is too weak, or --rate or --bandwidth is wrong";
    if (c->n_long == 0)
        return "what repeats is not followed by long training: a carrier alone, "
               "another kind of signal, I and Q exchanged, or --rate or --bandwidth "
               "is wrong";
    if (2 * c->n_signal < c->n_long)
        return "most SIGNAL fields are not valid: frames are weak or overlap, or "
               "--bandwidth is wrong";
    if (2 * c->n_complete < c->n_signal)
        return "most frames end after the recording, or their lengths were misread";
    if (2 * c->n_crowded > c->n_complete)
        return "most frames lie in one another, as their SIGNALs tell: misread, or "
               "sent to keep receivers busy";
    if (2 * c->n_decoded < c->n_complete)
        return "most frames are of kinds whose data is not read here: several "
               "streams, 40 MHz, LDPC, 802.11ac and later";
    if (2 * c->n_check < c->n_decoded)
        return "most frames were received with errors: too weak, disturbed or clipped";
    return NULL;
}

void phw_probe_hint(char out[PHW_PROBE_HINT_SIZE], const phw_wifi_counts *counts,
                    const phw_probe_level *level)
{
    const char *stages = hint_at_stages(counts);
    const char *samples =
        stages != NULL ? hint_at_samples(level) : hint_at_receiver(level);
    (void)snprintf(out, PHW_PROBE_HINT_SIZE, "%s%s%s", samples != NULL ? samples : "",
                   samples != NULL && stages != NULL ? "; " : "",
                   stages != NULL ? stages : "");
}

static uint64_t count_addressed(const phw_frames *f)
{
    uint64_t n = 0;
    for (size_t i = 0; i < f->n; ++i)
        n += f->sender[i].evidence != PHW_MAC_UNKNOWN;
    return n;
}

static json_t *counts_json(const phw_wifi_counts *c, uint64_t n_addressed)
{
    return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "samples",
                     (json_int_t)c->n_samples, "preambles", (json_int_t)c->n_short,
                     "sync", (json_int_t)c->n_long, "signal", (json_int_t)c->n_signal,
                     "complete", (json_int_t)c->n_complete, "crowded",
                     (json_int_t)c->n_crowded, "decoded", (json_int_t)c->n_decoded,
                     "check", (json_int_t)c->n_check, "ht", (json_int_t)c->n_ht,
                     "ht_check", (json_int_t)c->n_ht_check, "addressed",
                     (json_int_t)n_addressed);
}

void phw_probe_stages_tell(phw_result *r, const phw_wifi_counts *counts,
                           const phw_frames *f)
{
    const uint64_t n_addressed = count_addressed(f);
    phw_result_count(r, "n_samples", "samples", "", counts->n_samples);
    phw_result_count(r, "n_short", "places like short training", "", counts->n_short);
    phw_result_count(r, "n_frames", "frames", "", f->n);
    phw_result_count(r, "n_signal", "of them with a valid SIGNAL field", "",
                     counts->n_signal);
    phw_result_count(r, "n_ht", "of these, 802.11n", "", counts->n_ht);
    phw_result_count(r, "n_ht_check", "of these, with a good HT-SIG", "",
                     counts->n_ht_check);
    phw_result_count(r, "n_complete", "frames that the recording holds to their end",
                     "", counts->n_complete);
    if (counts->n_crowded > 0)
        phw_result_count(r, "n_crowded", "of them among too many to be decoded", "",
                         counts->n_crowded);
    phw_result_count(r, "n_decoded", "of them decoded", "", counts->n_decoded);
    phw_result_count(r, "n_check", "of them with a good check sequence", "",
                     counts->n_check);
    phw_result_count(r, "n_addressed", "frames whose sender is known", "", n_addressed);
    phw_result_json(r, "counts", NULL, counts_json(counts, n_addressed));
}
