#include "tools/command_simulate.h"

#include <jansson.h>
#include <stdio.h>

#include "datasets/trace_file.h"
#include "tools/cancel.h"
#include "tools/lab_probing.h"
#include "tools/output_folder.h"
#include "tools/outputs.h"
#include "tools/printable.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

#define N_FILES (PHW_N_PARTIES + 1)

static const char *const file_name[N_FILES] = {"alice.h5", "bob.h5", "eve.h5",
                                               "scenario.yaml"};

static phw_status path_of(char *out, const char *folder, size_t i)
{
    const int n = snprintf(out, PHW_OUTPUT_PATH_MAX, "%s/%s", folder, file_name[i]);
    if (n < 0 || n >= PHW_OUTPUT_PATH_MAX)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    return PHW_OK;
}

static phw_status write_one(phw_writer *w, size_t i, const phw_probing *p,
                            const phw_scenario *scenario)
{
    if (i == PHW_N_PARTIES) {
        phw_scenario_write(w, scenario);
        return PHW_OK;
    }
    const phw_trace *trace = &p->trace[i];
    return phw_trace_append(w, &trace, 1);
}

static phw_status write_all(const char *folder, const phw_probing *p,
                            const phw_scenario *scenario)
{
    char path[PHW_OUTPUT_PATH_MAX];
    phw_outputs outputs = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < N_FILES; ++i) {
        phw_writer *w = NULL;
        s = path_of(path, folder, i);
        if (!s)
            s = phw_outputs_add(&w, &outputs, path, false);
        if (!s)
            s = write_one(w, i, p, scenario);
        if (!s)
            s = phw_cancel_check();
    }
    if (!s)
        return phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

static phw_status report(const phw_scenario *scenario, const phw_probing *p,
                         const phw_arguments *arguments)
{
    const char *folder = phw_argument_text(arguments, "output");
    const phw_trace *t = &p->trace[PHW_PARTY_ALICE];
    const double *v = scenario->value;
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *files = json_array();
    char path[PHW_OUTPUT_PATH_MAX];
    for (size_t i = 0; i < N_FILES; ++i) {
        if (path_of(path, folder, i) == PHW_OK)
            (void)json_array_append_new(files, phw_printable(path));
    }
    phw_result_text(r, "scenario", "scenario", scenario->path);
    phw_result_text(r, "description", "description", scenario->description);
    phw_result_text(
        r, "level", "level",
        phw_scenario_param(PHW_SCENARIO_LEVEL)->choice[(size_t)v[PHW_SCENARIO_LEVEL]]);
    phw_result_text(r, "kind", "observed", phw_trace_kind_name(t->kind));
    phw_result_count(r, "n_probes", "exchanges", "", t->n_probes);
    phw_result_count(r, "n_coefficients", "values a probe", "", t->n_coefficients);
    phw_result_number(r, "duration_s", "duration", "s",
                      v[PHW_SCENARIO_PROBES] * v[PHW_SCENARIO_INTERVAL_S]);
    phw_result_number(r, "doppler_hz", "greatest Doppler shift", "Hz",
                      phw_scenario_doppler_hz(scenario));
    phw_result_text(r, "folder", "written to", folder);
    phw_result_json(r, "files", NULL, files);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status simulate(const phw_scenario *scenario, const phw_arguments *arguments)
{
    phw_probing p = {0};
    phw_progress bar;
    phw_progress_start(&bar, "simulating", (double)phw_probing_chunks(scenario),
                       arguments);
    phw_status s =
        phw_probing_run(&p, scenario, phw_argument_count(arguments, "seed"), 0,
                        (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    if (!s)
        s = write_all(phw_argument_text(arguments, "output"), &p, scenario);
    if (!s)
        s = report(scenario, &p, arguments);
    phw_probing_free(&p);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    const char *folder = phw_argument_text(arguments, "output");
    char path[PHW_OUTPUT_PATH_MAX];
    if (folder == NULL)
        return phw_fail(PHW_EARG, "--output is missing: name the folder to write to");
    PHW_TRY(path_of(path, folder, 0));
    phw_scenario scenario;
    PHW_TRY(phw_scenario_from_arguments(&scenario, arguments));

    phw_output_folder made;
    PHW_TRY(phw_output_folder_create(&made, folder));
    const phw_status s = simulate(&scenario, arguments);
    if (s)
        phw_output_folder_undo(&made);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "folder for alice.h5, bob.h5, eve.h5"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "DIR"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
};

const phw_command phw_command_simulate = {
    .name = "simulate",
    .summary = "what Alice, Bob and Eve measure in a scenario, as three traces",
    .detail =
        "Writes alice.h5, bob.h5, eve.h5 and the scenario with every key, all or\n"
        "none. The same scenario and seed give the same bytes for any --threads.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml --seed 7 -o walk",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
