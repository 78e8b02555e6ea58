#include "tools/demo_step_uplink.h"

#include <stdio.h>

#include "tools/interval.h"
#include "tools/lab_uplink.h"
#include "tools/plot_bars.h"
#include "tools/uplink_page.h"

#define BITS 20000

/* The demo does not call it good when the reader errs more, or Eve learns more. */
#define READER_BER_MAX 0.01
#define EVE_BITS_MAX   0.05

static void draw(phw_demo_drawing *d, const phw_uplink_eve *eve)
{
    const size_t n = phw_uplink_page_bars(d->bar, eve);
    d->mark = (phw_plot_mark){"guessing", 0.5};
    d->data[0] = (phw_plot_data){
        .title = "Bits that each attack gets wrong",
        .summary = "At one half she learns nothing by deciding; the table has what her "
                   "soft values hold.",
        .x = {.label = "bit error rate of Eve", .to = 1},
        .bar = d->bar,
        .n_bars = n,
        .mark = &d->mark,
        .n_marks = 1};
    d->picture[0] = (phw_page_picture){&phw_plot_bars, &d->data[0]};
    d->n_pictures = 1;
}

static void fill(phw_result *r, const phw_uplink_run *u, const phw_uplink_outcome *best)
{
    const phw_interval ber = phw_interval_share(u->n_errors, u->n_bits);
    phw_result_count(r, "bits", "data bits", "", u->n_bits);
    phw_result_count(r, "reader_errors", "bits that the reader got wrong", "",
                     u->n_errors);
    phw_result_number(r, "reader_ber", "the reader's bit error rate", "",
                      (double)u->n_errors / (double)u->n_bits);
    phw_result_interval(r, "reader_ber_interval", "  95 % interval", "", ber.low,
                        ber.high);
    phw_result_number(r, "reader_theory_ber", "  by theory", "", u->theory_ber);
    phw_result_number(r, "cancellation_db", "cancellation", "dB", u->cancellation_db);
    phw_result_number(r, "jsr_eve_db", "noise over the tag at Eve", "dB",
                      u->jsr_eve_db);
    phw_result_text(r, "strongest", "Eve's strongest attack",
                    best != NULL ? best->attack->name : NULL);
    phw_result_json(r, "eve", "what Eve learns, by attack",
                    phw_uplink_eve_json(&u->eve));
}

static void tell(phw_demo_outcome *out, const phw_uplink_run *u)
{
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(&u->eve);
    const double ber = (double)u->n_errors / (double)u->n_bits;
    (void)snprintf(out->said, sizeof out->said,
                   "the reader took %.1f dB of the noise out and got %zu of %zu bits "
                   "wrong (%.2g; by theory %.2g)",
                   u->cancellation_db, u->n_errors, u->n_bits, ber, u->theory_ber);
    (void)snprintf(
        out->eve, sizeof out->eve,
        "her strongest attack, %s, gets %.1f %% of the bits wrong and learns "
        "%.4f bit a bit",
        best != NULL ? best->attack->name : "none",
        best != NULL ? 100 * best->leakage.error_rate : 50,
        best != NULL ? best->leakage.mutual_information : 0);
    out->by_eve = ber <= READER_BER_MAX;
    out->good =
        out->by_eve && best != NULL && best->leakage.mutual_information <= EVE_BITS_MAX;
    fill(out->figures, u, best);
    draw(&out->drawing, &u->eve);
}

static void tell_limit(phw_demo_outcome *out, const phw_uplink_outcome *best)
{
    phw_result *r = out->figures;
    const phw_uplink_leakage *l = &best->leakage;
    (void)snprintf(out->limit, sizeof out->limit,
                   "with a second antenna her strongest attack, %s, would get %.1f %% "
                   "of the bits wrong and learn %.3f bit a bit: noise from one place "
                   "hides the tag from one antenna, not from several",
                   best->attack->name, 100 * l->error_rate, l->mutual_information);
    phw_result_text(r, "two_antennas_strongest", "with two antennas, her strongest",
                    best->attack->name);
    phw_result_count(r, "two_antennas_bits", "  data bits", "", l->n_bits);
    phw_result_number(r, "two_antennas_ber", "  bit error rate", "", l->error_rate);
    phw_result_interval(r, "two_antennas_ber_interval", "  95 % interval", "",
                        best->ber.low, best->ber.high);
    phw_result_number(r, "two_antennas_information", "  learns, bits a bit", "",
                      l->mutual_information);
}

/* The same replies for an Eve of two antennas, where the scenario gives her one. */
static phw_status try_limit(phw_demo_outcome *out, const phw_uplink_plan *plan,
                            size_t n_threads)
{
    phw_uplink_plan two = *plan;
    phw_uplink_run u = {0};
    two.n_antennas = 2;
    PHW_TRY(phw_uplink_run_make(&u, &two, BITS, n_threads, NULL));
    const phw_uplink_outcome *best = phw_uplink_eve_strongest(&u.eve);
    if (best != NULL)
        tell_limit(out, best);
    phw_uplink_run_free(&u);
    return PHW_OK;
}

static phw_status run(phw_demo_outcome *out, phw_demo *demo)
{
    phw_uplink_plan plan;
    phw_uplink_run u = {0};
    PHW_TRY(phw_uplink_plan_make(&plan, demo->scenario, demo->seed));
    plan.key = &demo->key;
    PHW_TRY(phw_uplink_run_make(&u, &plan, BITS, demo->n_threads, NULL));
    tell(out, &u);
    phw_uplink_run_free(&u);
    return plan.n_antennas == 1 ? try_limit(out, &plan, demo->n_threads) : PHW_OK;
}

const phw_demo_step phw_demo_step_uplink = {
    .name = "uplink",
    .title = "Protected uplink",
    .needs_key = true,
    .run = run,
};
