#include "tools/lab_uplink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "encrypt/cancellation.h"
#include "encrypt/uplink_attacks.h"
#include "encrypt/uplink_ratio.h"
#include "phy/crc.h"
#include "tools/uplink_air.h"
#include "tools/uplink_closed.h"
#include "tools/uplink_reader.h"
#include "tools/workers.h"

/* One thread's things, made when it first needs them. */
typedef struct place {
    phw_uplink_air *air;
    phw_uplink_reader *reader;
    phw_uplink_closed closed;
    float *soft;  /* bits of one read, the dummy included */
    float *total; /* of all reads of a reply, every attack's */
    double *snr;  /* likewise, SNRs of a pair */
} place;

/* Powers of one reply, summed over its reads; kept by reply so that they are added in
 * one order. */
typedef struct powers {
    double noise;    /* arriving at the reader */
    double residual; /* what is left of it */
    double tag;
    double noise_eve;
    double tag_eve;
    double reader_ber; /* by theory, of the first read */
} powers;

typedef struct bench {
    const phw_uplink_plan *plan;
    phw_uplink_run *out;
    place place[PHW_WORKERS_MAX];
    powers *power;
    size_t *errors;
    bool *crc_ok;        /* of each reply */
    double *ber;         /* by theory: replies x attacks */
    double *information; /* likewise */
} bench;

size_t phw_uplink_run_replies(const phw_uplink_plan *plan, size_t n_bits)
{
    return n_bits / plan->n_bits + (n_bits % plan->n_bits != 0);
}

void phw_uplink_run_free(phw_uplink_run *run)
{
    phw_uplink_eve_free(&run->eve);
    *run = (phw_uplink_run){0};
}

/* Eve's view of the read that the air holds: the dummy is read with the data. */
static phw_uplink_view view_of(const phw_uplink_air *air)
{
    const phw_uplink_plan *p = air->plan;
    phw_uplink_view v = {
        .n_antennas = p->n_antennas,
        .n_samples = p->n_samples,
        .noise_variance = p->eve.variance,
        .code = p->code,
        .clock = p->clock,
        .n_bits = p->n_bits + 1,
        .noise = p->noise,
    };
    for (size_t a = 0; a < p->n_antennas; ++a) {
        v.sample[a] = air->eve[a];
        v.leakage[a] = air->gains.leakage_eve[a];
        v.tag[a] = air->gains.tag_eve[a];
        v.noise_channel[a] = air->gains.noise_eve[a];
    }
    return v;
}

static phw_status make_arrays(place *p, const phw_uplink_plan *plan, size_t n_attacks)
{
    PHW_TRY(phw_array_alloc(&p->soft, plan->n_bits + 1, sizeof(float)));
    PHW_TRY(phw_array_alloc(&p->total, plan->n_bits * n_attacks, sizeof(float)));
    return phw_array_alloc(&p->snr, n_attacks, sizeof(double));
}

static phw_status prepare(bench *b, place *p)
{
    const phw_uplink_plan *plan = b->plan;
    if (p->air == NULL)
        PHW_TRY(phw_uplink_air_create(&p->air, plan));
    if (p->reader == NULL)
        PHW_TRY(phw_uplink_reader_create(&p->reader, plan));
    if (p->closed.n == 0) {
        const phw_uplink_view view = view_of(p->air);
        PHW_TRY(phw_uplink_closed_make(&p->closed, &view));
    }
    return p->snr != NULL ? PHW_OK : make_arrays(p, plan, b->out->eve.n_outcomes);
}

static double mean_power(const phw_cf *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(x[i]);
    return sum / (double)n;
}

static double mean_distance(const phw_cf *x, const phw_cf *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(x[i] - y[i]);
    return sum / (double)n;
}

/* The reader's first read of a reply, and what it left of the noise. */
static phw_status read_reply(bench *b, place *p, size_t reply)
{
    const phw_uplink_plan *plan = b->plan;
    const size_t n = plan->n_samples;
    powers *w = &b->power[reply];
    phw_uplink_reading reading;
    PHW_TRY(phw_uplink_reader_run(p->reader, &reading, p->air->reader, p->air->known));
    for (size_t i = 0; i < plan->n_bits; ++i)
        b->errors[reply] += reading.bit[i] != p->air->bit[i];
    b->crc_ok[reply] = plan->n_crc_bits > 0 &&
                       phw_crc_matches(&phw_crc_16_gen2, reading.bit, plan->n_bits);
    w->noise = mean_power(p->air->arriving, n);
    w->residual = mean_distance(p->air->arriving, reading.noise, n);
    w->tag = phw_cf_power(p->air->gains.tag_reader);
    const double eb_n0 = w->tag * plan->reader.eb_n0;
    const double jsr = w->tag > 0 ? w->noise / w->tag : 0;
    const double left = w->noise > 0 ? w->residual / w->noise : 0;
    w->reader_ber = phw_uplink_closed_ber(
        plan->code, phw_uplink_decision_snr(eb_n0, jsr, p->closed.kappa, left));
    return PHW_OK;
}

/* Every attack on the read that the air holds; its ratios add to those before. */
static phw_status attack_read(bench *b, place *p)
{
    const phw_uplink_plan *plan = b->plan;
    const phw_uplink_view view = view_of(p->air);
    phw_uplink_eve *eve = &b->out->eve;
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        const phw_uplink_attack *attack = eve->outcome[i].attack;
        float *total = p->total + i * plan->n_bits;
        double snr = 0;
        if (eve->outcome[i].soft == NULL)
            continue;
        PHW_TRY(phw_uplink_attack_run(p->soft, attack, &view, NULL));
        for (size_t k = 0; k < plan->n_bits; ++k)
            total[k] += p->soft[k];
        PHW_TRY(phw_uplink_closed_snr(&snr, &p->closed, attack->name, &view));
        p->snr[i] += snr;
    }
    return PHW_OK;
}

/* A reply's ratios and closed forms go where the reply has its place. */
static void keep(bench *b, const place *p, size_t reply)
{
    const phw_uplink_plan *plan = b->plan;
    phw_uplink_eve *eve = &b->out->eve;
    const phw_uplink_view view = view_of(p->air); /* of the last read */
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        const size_t at = reply * eve->n_outcomes + i;
        b->ber[at] = phw_uplink_closed_ber(plan->code, p->snr[i]);
        b->information[at] = phw_uplink_closed_information(plan->code, p->snr[i]);
        if (plan->n_reads == 1 && !plan->noise.law->gaussian)
            phw_uplink_closed_binary(&b->ber[at], &b->information[at], &p->closed,
                                     eve->outcome[i].attack->name, &view);
        if (eve->outcome[i].soft != NULL)
            memcpy(eve->outcome[i].soft + reply * plan->n_bits,
                   p->total + i * plan->n_bits, plan->n_bits * sizeof(float));
    }
}

static phw_status do_reply(void *context, size_t reply, size_t worker)
{
    bench *b = context;
    place *p = &b->place[worker];
    const phw_uplink_plan *plan = b->plan;
    phw_uplink_eve *eve = &b->out->eve;
    PHW_TRY(prepare(b, p));
    memset(p->total, 0, plan->n_bits * eve->n_outcomes * sizeof *p->total);
    memset(p->snr, 0, eve->n_outcomes * sizeof *p->snr);
    for (size_t read = 0; read < plan->n_reads; ++read) {
        PHW_TRY(phw_uplink_air_make(p->air, reply, read));
        if (read == 0)
            PHW_TRY(read_reply(b, p, reply));
        PHW_TRY(attack_read(b, p));
        b->power[reply].noise_eve += mean_power(p->air->gains.noise_eve, 1);
        b->power[reply].tag_eve += mean_power(p->air->gains.tag_eve, 1);
    }
    memcpy(eve->bit + reply * plan->n_bits, p->air->bit, plan->n_bits);
    keep(b, p, reply);
    return PHW_OK;
}

/* An attack that is not for such a view says so at the first reply. */
static phw_status try_attacks(bench *b)
{
    place *p = &b->place[0];
    PHW_TRY(prepare(b, p));
    PHW_TRY(phw_uplink_air_make(p->air, 0, 0));
    const phw_uplink_view view = view_of(p->air);
    PHW_TRY(phw_uplink_view_check(&view));
    for (size_t i = 0; i < b->out->eve.n_outcomes; ++i) {
        phw_uplink_outcome *o = &b->out->eve.outcome[i];
        const phw_status s = phw_uplink_attack_run(p->soft, o->attack, &view, NULL);
        if (s == PHW_EARG)
            phw_uplink_eve_leave_out(o);
        else if (s)
            return s;
    }
    return PHW_OK;
}

static phw_status set_up(bench *b, size_t n_bits)
{
    phw_uplink_run *out = b->out;
    out->n_replies = phw_uplink_run_replies(b->plan, n_bits);
    if (out->n_replies > UINT32_MAX / b->plan->n_reads)
        return phw_fail(PHW_EARG,
                        "%zu replies of %zu reads are too many; expected "
                        "less than 2^32 reads",
                        out->n_replies, b->plan->n_reads);
    out->n_bits = out->n_replies * b->plan->n_bits;
    out->n_crc_bits = b->plan->n_crc_bits;
    PHW_TRY(phw_uplink_eve_alloc(&out->eve, out->n_bits));
    const size_t n_figures = out->n_replies * out->eve.n_outcomes;
    PHW_TRY(phw_array_alloc(&b->power, out->n_replies, sizeof *b->power));
    PHW_TRY(phw_array_alloc(&b->crc_ok, out->n_replies, sizeof *b->crc_ok));
    PHW_TRY(phw_array_alloc(&b->errors, out->n_replies, sizeof *b->errors));
    PHW_TRY(phw_array_alloc(&b->ber, n_figures, sizeof(double)));
    return phw_array_alloc(&b->information, n_figures, sizeof(double));
}

static void tear_down(bench *b)
{
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i) {
        phw_uplink_air_destroy(b->place[i].air);
        phw_uplink_reader_destroy(b->place[i].reader);
        phw_uplink_closed_free(&b->place[i].closed);
        free(b->place[i].soft);
        free(b->place[i].total);
        free(b->place[i].snr);
    }
    free(b->power);
    free(b->errors);
    free(b->crc_ok);
    free(b->ber);
    free(b->information);
    free(b);
}

/* Sums in the order of the replies. */
static phw_status conclude(const bench *b)
{
    phw_uplink_run *out = b->out;
    powers sum = {0};
    const double n = (double)out->n_replies;
    for (size_t i = 0; i < out->n_replies; ++i) {
        const powers *p = &b->power[i];
        out->n_errors += b->errors[i];
        out->n_crc_ok += b->crc_ok[i];
        sum.noise += p->noise;
        sum.residual += p->residual;
        sum.tag += p->tag;
        sum.noise_eve += p->noise_eve;
        sum.tag_eve += p->tag_eve;
        sum.reader_ber += p->reader_ber / n;
    }
    out->theory_ber = sum.reader_ber;
    out->cancellation_db = phw_cancellation_db(sum.noise, sum.residual);
    out->jsr_reader_db = phw_uplink_to_db(sum.noise / sum.tag);
    out->jsr_eve_db = phw_uplink_to_db(sum.noise_eve / sum.tag_eve);
    for (size_t i = 0; i < out->eve.n_outcomes; ++i) {
        phw_uplink_outcome *o = &out->eve.outcome[i];
        o->theory_ber = 0;
        o->theory_information = 0;
        for (size_t k = 0; k < out->n_replies; ++k) {
            o->theory_ber += b->ber[k * out->eve.n_outcomes + i] / n;
            o->theory_information += b->information[k * out->eve.n_outcomes + i] / n;
        }
    }
    return phw_uplink_eve_measure(&out->eve);
}

phw_status phw_uplink_run_make(phw_uplink_run *out, const phw_uplink_plan *plan,
                               size_t n_bits, size_t n_threads, phw_progress *progress)
{
    phw_uplink_run made = {0};
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the lab");
    b->plan = plan;
    b->out = &made;
    phw_status s = set_up(b, n_bits);
    if (!s)
        s = try_attacks(b);
    if (!s)
        s = phw_workers_run(n_threads, made.n_replies, do_reply, b, progress);
    if (!s)
        s = conclude(b);
    tear_down(b);
    if (s) {
        phw_uplink_run_free(&made);
        return s;
    }
    *out = made;
    return PHW_OK;
}
