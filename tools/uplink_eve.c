#include "tools/uplink_eve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "encrypt/uplink_attacks.h"

phw_status phw_uplink_eve_alloc(phw_uplink_eve *out, size_t n_bits)
{
    phw_uplink_eve e = {.n_bits = n_bits};
    const phw_uplink_attack *const *all = phw_uplink_attack_list(&e.n_outcomes);
    phw_status s = phw_array_alloc(&e.outcome, e.n_outcomes, sizeof *e.outcome);
    if (!s)
        s = phw_array_alloc(&e.bit, n_bits, 1);
    for (size_t i = 0; i < e.n_outcomes && !s; ++i) {
        e.outcome[i] = (phw_uplink_outcome){.attack = all[i],
                                            .theory_ber = (double)NAN,
                                            .theory_information = (double)NAN};
        s = phw_array_alloc(&e.outcome[i].soft, n_bits, sizeof(float));
    }
    if (s) {
        phw_uplink_eve_free(&e);
        return s;
    }
    *out = e;
    return PHW_OK;
}

void phw_uplink_eve_free(phw_uplink_eve *eve)
{
    for (size_t i = 0; eve->outcome != NULL && i < eve->n_outcomes; ++i)
        free(eve->outcome[i].soft);
    free(eve->outcome);
    free(eve->bit);
    *eve = (phw_uplink_eve){0};
}

void phw_uplink_eve_leave_out(phw_uplink_outcome *outcome)
{
    (void)snprintf(outcome->reason, sizeof outcome->reason, "%.150s",
                   phw_error_message());
    free(outcome->soft);
    outcome->soft = NULL;
}

/* The plug-in value times 2 N ln 2 is a chi-square of k = cells - 1 degrees and
 * noncentrality 2 N ln 2 I, of variance 2 k + 4 times that: the value's is (bias + 2 I)
 * / (N ln 2). Where I nears 1 that is too wide, never too narrow. */
static phw_interval information_of(const phw_uplink_leakage *l)
{
    const double bits = l->mutual_information;
    const double reach =
        1.96 * sqrt((l->bias + 2 * bits) / ((double)l->n_bits * M_LN2));
    return (phw_interval){fmax(0, bits - reach), fmin(1, bits + reach)};
}

phw_status phw_uplink_eve_measure(phw_uplink_eve *eve)
{
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        phw_uplink_outcome *o = &eve->outcome[i];
        if (o->soft == NULL)
            continue;
        PHW_TRY(
            phw_uplink_leakage_measure(&o->leakage, eve->bit, o->soft, eve->n_bits, 0));
        o->ber = phw_interval_share(o->leakage.n_errors, o->leakage.n_bits);
        o->information = information_of(&o->leakage);
    }
    return PHW_OK;
}

static bool is_stronger(const phw_uplink_leakage *a, const phw_uplink_leakage *b)
{
    if (a->mutual_information != b->mutual_information)
        return a->mutual_information > b->mutual_information;
    return a->error_rate < b->error_rate;
}

const phw_uplink_outcome *phw_uplink_eve_strongest(const phw_uplink_eve *eve)
{
    const phw_uplink_outcome *best = NULL;
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        const phw_uplink_outcome *o = &eve->outcome[i];
        if (o->soft == NULL)
            continue;
        if (best == NULL || is_stronger(&o->leakage, &best->leakage))
            best = o;
    }
    return best;
}

void phw_uplink_eve_rivals(char *text, size_t size, const phw_uplink_eve *eve)
{
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(eve);
    size_t at = 0;
    text[0] = 0;
    for (size_t i = 0; best != NULL && i < eve->n_outcomes && at < size; ++i) {
        const phw_uplink_outcome *o = &eve->outcome[i];
        if (o->soft == NULL || o == best || o->information.high < best->information.low)
            continue;
        at += (size_t)snprintf(text + at, size - at, "%s%s", at > 0 ? ", " : "",
                               o->attack->name);
    }
}

void phw_uplink_eve_tell(phw_result *r, const phw_uplink_eve *eve)
{
    char rivals[PHW_UPLINK_REASON_SIZE];
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(eve);
    phw_uplink_eve_rivals(rivals, sizeof rivals, eve);
    phw_result_text(r, "strongest", "Eve's strongest attack",
                    best != NULL ? best->attack->name : NULL);
    if (best == NULL)
        return;
    phw_result_number(r, "strongest_information", "  it learns, bit a bit", "",
                      best->leakage.mutual_information);
    phw_result_interval(r, "strongest_information_interval", "  95 % interval", "",
                        best->information.low, best->information.high);
    phw_result_flag(r, "strongest_is_clear", NULL, rivals[0] == 0);
    phw_result_text(r, "not_told_apart",
                    rivals[0] != 0 ? "  by these bits not told apart from" : NULL,
                    rivals);
}

/* NaN is JSON's null. */
static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

json_t *phw_uplink_eve_json(const phw_uplink_eve *eve)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        const phw_uplink_outcome *o = &eve->outcome[i];
        const phw_uplink_leakage *l = &o->leakage;
        if (o->soft == NULL)
            continue;
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:I}", "attack",
                            o->attack->name, "ber", number(l->error_rate), "ber_low",
                            number(o->ber.low), "ber_high", number(o->ber.high),
                            "theory_ber", number(o->theory_ber), "mutual_information",
                            number(l->mutual_information), "bias", number(l->bias),
                            "theory_information", number(o->theory_information),
                            "min_entropy", number(l->min_entropy), "errors",
                            (json_int_t)l->n_errors, "bits", (json_int_t)l->n_bits));
    }
    return rows;
}

json_t *phw_uplink_eve_left_out_json(const phw_uplink_eve *eve)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < eve->n_outcomes; ++i) {
        const phw_uplink_outcome *o = &eve->outcome[i];
        if (o->soft == NULL)
            (void)json_array_append_new(
                rows,
                json_pack("{s:s,s:s}", "attack", o->attack->name, "reason", o->reason));
    }
    return rows;
}
