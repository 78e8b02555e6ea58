#include "tools/command_uplink_simulate.h"

#include <math.h>
#include <stdio.h>

#include "tools/interval.h"
#include "tools/lab_uplink.h"
#include "tools/page.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/uplink_page.h"

static void add_reader(phw_result *r, const phw_uplink_run *run)
{
    const phw_interval ber = phw_interval_share(run->n_errors, run->n_bits);
    phw_result_count(r, "bits", "data bits", "", run->n_bits);
    phw_result_count(r, "replies", "replies", "", run->n_replies);
    if (run->n_crc_bits > 0)
        phw_result_count(r, "replies_crc_ok", "of them read with a good CRC", "",
                         run->n_crc_ok);
    else
        phw_result_text(r, "replies_crc_ok", NULL, NULL);
    phw_result_count(r, "reader_errors", "bits that the reader got wrong", "",
                     run->n_errors);
    phw_result_number(r, "reader_ber", "the reader's bit error rate", "",
                      (double)run->n_errors / (double)run->n_bits);
    phw_result_number(r, "reader_ber_low", NULL, "", ber.low);
    phw_result_number(r, "reader_ber_high", NULL, "", ber.high);
    phw_result_interval(r, "reader_ber_interval", "its 95 % interval", "", ber.low,
                        ber.high);
    phw_result_number(r, "reader_theory_ber", "by theory at this cancellation", "",
                      run->theory_ber);
    phw_result_number(r, "cancellation_db", "cancellation", "dB", run->cancellation_db);
    phw_result_number(r, "jsr_reader_db", "noise over the tag at the reader", "dB",
                      run->jsr_reader_db);
    phw_result_number(r, "jsr_eve_db", "noise over the tag at Eve", "dB",
                      run->jsr_eve_db);
}

static void add_eve(phw_result *r, const phw_uplink_eve *eve)
{
    phw_uplink_eve_tell(r, eve);
    phw_result_json(r, "eve", "what Eve learns, by attack", phw_uplink_eve_json(eve));
    phw_result_json(r, "left_out", "attacks that are not for this uplink",
                    phw_uplink_eve_left_out_json(eve));
}

static phw_status report(const phw_uplink_run *run, const phw_scenario *scenario,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    char reader[160];
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "scenario", "scenario", scenario->path);
    phw_result_text(r, "description", "description", scenario->description);
    phw_result_text(r, "noise", "law of the noise", scenario->uplink_noise);
    add_reader(r, run);
    add_eve(r, &run->eve);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    (void)snprintf(reader, sizeof reader, "The reader gets %zu of %zu bits wrong",
                   run->n_errors, run->n_bits);
    if (run->n_crc_bits > 0)
        (void)snprintf(reader, sizeof reader,
                       "The reader gets %zu of %zu bits wrong and %zu of %zu replies "
                       "with a good CRC",
                       run->n_errors, run->n_bits, run->n_crc_ok, run->n_replies);
    const phw_uplink_page page = {
        .command = "uplink simulate",
        .title = "Protected uplink",
        .subject = scenario->path,
        .reader = reader,
        .good = run->n_errors * 100 < run->n_bits,
    };
    phw_status s = phw_uplink_page_publish(&page, &run->eve, r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_scenario scenario;
    phw_uplink_plan plan;
    phw_uplink_run made = {0};
    PHW_TRY(phw_scenario_from_arguments(&scenario, arguments));
    PHW_TRY(
        phw_uplink_plan_make(&plan, &scenario, phw_argument_count(arguments, "seed")));
    const size_t n_bits = (size_t)phw_argument_count(arguments, "bits");
    phw_progress bar;
    phw_progress_start(&bar, "simulating",
                       (double)phw_uplink_run_replies(&plan, n_bits), arguments);
    phw_status s = phw_uplink_run_make(
        &made, &plan, n_bits, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    if (!s)
        s = report(&made, &scenario, arguments);
    phw_uplink_run_free(&made);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "bits",
               .unit = "",
               .summary = "data bits; whole replies of the scenario's uplink_bits",
               .min = 100,
               .max = 1e7,
               .preset = 1e5,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_uplink_simulate = {
    .name = "uplink simulate",
    .summary = "a tag's uplink under noise that only the reader can regenerate",
    .detail =
        "The reader estimates the channel of the noise by least squares, cancels it\n"
        "and decodes. Eve has every attack there is (phyward list attack), each with\n"
        "its bit error rate, 95 % interval and mutual information in bits a bit, from\n"
        "which the histogram's bias is subtracted; the strongest is named. theory_...\n"
        "are closed forms for the paths that the run had, null where none is known.\n"
        "Of replies of 32 bits and more the last 16 are a CRC-16 of the others, which\n"
        "replies_crc_ok counts and no attack uses. The uplink_... keys of a scenario\n"
        "say what is simulated.",
    .example = "phyward uplink simulate datasets/scenarios/uplink.yaml --bits 100000 "
               "--json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
