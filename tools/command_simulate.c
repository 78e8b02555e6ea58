#include "tools/command_simulate.h"

#include <jansson.h>
#include <stdio.h>

#include "datasets/trace_file.h"
#include "tools/cancel.h"
#include "tools/lab_pictures.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/lab_recording.h"
#include "tools/output_folder.h"
#include "tools/outputs.h"
#include "tools/plot_sheet.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scenario_unused.h"

/* What a run has made, and what becomes of it. */
typedef struct job {
    const phw_arguments *arguments;
    const phw_scenario *scenario;
    phw_lab_plan plan;
    phw_probing probing;
    json_t *files; /* paths of what was written */
} job;

/* The traces, then the scenario. */
static size_t n_files(const job *j)
{
    return j->plan.n + 1;
}

static phw_status path_of(char *out, const job *j, size_t i)
{
    const char *folder = phw_argument_text(j->arguments, "output");
    const int n = i < j->plan.n
                      ? snprintf(out, PHW_OUTPUT_PATH_MAX, "%s/%s.h5", folder,
                                 j->plan.observation[i].name)
                      : snprintf(out, PHW_OUTPUT_PATH_MAX, "%s/scenario.yaml", folder);
    if (n < 0 || n >= PHW_OUTPUT_PATH_MAX)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    return PHW_OK;
}

static phw_status write_one(phw_writer *w, const job *j, size_t i)
{
    if (i == j->plan.n) {
        phw_scenario_write(w, j->scenario);
        return PHW_OK;
    }
    const phw_trace *trace = &j->probing.trace[i];
    return phw_trace_append(w, &trace, 1);
}

static phw_status write_file(phw_outputs *outputs, const job *j, size_t i)
{
    char path[PHW_OUTPUT_PATH_MAX];
    phw_writer *w = NULL;
    PHW_TRY(path_of(path, j, i));
    PHW_TRY(phw_outputs_add(&w, outputs, path, false));
    return write_one(w, j, i);
}

static phw_status write_traces(phw_outputs *outputs, const job *j)
{
    phw_status s = PHW_OK;
    for (size_t i = 0; i < n_files(j) && !s; ++i) {
        s = write_file(outputs, j, i);
        if (!s)
            s = phw_cancel_check();
    }
    return s;
}

static phw_status record(phw_outputs *outputs, const job *j)
{
    const phw_arguments *arguments = j->arguments;
    phw_progress bar;
    phw_progress_start(&bar, "recording", (double)j->plan.n_nodes, arguments);
    const phw_status s = phw_lab_recording_write(
        outputs, &j->plan, phw_argument_text(arguments, "output"),
        phw_argument_count(arguments, "seed"), 0,
        (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return s;
}

static phw_status write_all(job *j)
{
    phw_outputs outputs = {0};
    phw_status s = write_traces(&outputs, j);
    if (!s && phw_argument_given(j->arguments, "iq"))
        s = record(&outputs, j);
    const char *pictures = phw_argument_text(j->arguments, "plot");
    if (!s && pictures != NULL)
        s = phw_lab_pictures_write(&outputs, pictures, j->scenario,
                                   phw_argument_count(j->arguments, "seed"));
    if (!s) {
        j->files = phw_outputs_list(&outputs);
        return phw_outputs_commit(&outputs);
    }
    phw_outputs_discard(&outputs);
    return s;
}

static phw_status report(const job *j)
{
    const phw_scenario *scenario = j->scenario;
    const phw_trace *t = &j->probing.trace[PHW_PARTY_ALICE];
    const double *v = scenario->value;
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "scenario", "scenario", scenario->path);
    phw_result_text(r, "description", "description", scenario->description);
    phw_result_text(
        r, "level", "level",
        phw_scenario_param(PHW_SCENARIO_LEVEL)->choice[(size_t)v[PHW_SCENARIO_LEVEL]]);
    phw_result_text(r, "kind", "observed", phw_trace_kind_name(t->kind));
    phw_result_count(r, "n_probes", "exchanges", "", t->n_probes);
    phw_result_count(r, "n_coefficients", "values a probe", "", t->n_coefficients);
    phw_result_count(r, "n_nodes", "nodes", "", j->plan.n_nodes);
    phw_result_count(r, "n_traces", "traces", "", j->plan.n);
    phw_result_number(r, "duration_s", "duration", "s",
                      v[PHW_SCENARIO_PROBES] * v[PHW_SCENARIO_INTERVAL_S]);
    phw_result_number(r, "doppler_hz", "greatest Doppler shift", "Hz",
                      phw_scenario_doppler_hz(scenario));
    phw_result_text(r, "folder", "written to",
                    phw_argument_text(j->arguments, "output"));
    phw_result_json(r, "files", NULL, json_incref(j->files));
    phw_scenario_unused_tell(r, scenario, phw_argument_given(j->arguments, "iq"),
                             j->arguments);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(j->arguments, "seed"));
    const phw_status s = phw_result_print(r, j->arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status simulate(job *j)
{
    const phw_arguments *arguments = j->arguments;
    phw_progress bar;
    phw_progress_start(&bar, "simulating", (double)phw_probing_chunks(j->scenario),
                       arguments);
    phw_status s =
        phw_probing_run(&j->probing, j->scenario, phw_argument_count(arguments, "seed"),
                        0, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    if (!s)
        s = write_all(j);
    if (!s)
        s = report(j);
    json_decref(j->files);
    phw_probing_free(&j->probing);
    return s;
}

/* What --plot names is a folder of its own, or a file. */
static phw_status simulate_with_pictures(job *j)
{
    const char *pictures = phw_argument_text(j->arguments, "plot");
    phw_output_folder made;
    if (pictures == NULL || phw_plot_sheet_is_file(pictures))
        return simulate(j);
    PHW_TRY(phw_output_folder_create(&made, pictures));
    const phw_status s = simulate(j);
    if (s)
        phw_output_folder_undo(&made);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    const char *folder = phw_argument_text(arguments, "output");
    char path[PHW_OUTPUT_PATH_MAX];
    job j = {.arguments = arguments};
    if (folder == NULL)
        return phw_fail(PHW_EARG, "--output is missing: name the folder to write to");
    PHW_TRY(path_of(path, &j, 0));
    phw_scenario scenario;
    PHW_TRY(phw_scenario_from_arguments(&scenario, arguments));
    j.scenario = &scenario;
    PHW_TRY(phw_lab_plan_make(&j.plan, &scenario));
    if (phw_argument_given(arguments, "iq"))
        PHW_TRY(phw_lab_recording_check(&j.plan));

    phw_output_folder made;
    PHW_TRY(phw_output_folder_create(&made, folder));
    const phw_status s = simulate_with_pictures(&j);
    if (s)
        phw_output_folder_undo(&made);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "folder for the traces"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "DIR"},
    {.param = {.name = "iq",
               .summary = "also what each node receives, as SigMF recordings"},
     .kind = PHW_OPTION_FLAG},
    {.param = {.name = "plot",
               .summary = "the channel beside its closed forms: all in a file .svg, "
                          ".png or .pdf, or in a folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE|DIR"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
};

const phw_command phw_command_simulate = {
    .name = "simulate",
    .summary = "what the nodes of a scenario measure of each other, as traces",
    .detail =
        "Writes alice.h5, bob.h5, eve.h5 and the scenario with every key, all or\n"
        "none. The same scenario and seed give the same bytes for any --threads.\n"
        "Where the scenario names nodes, the first end is the hub: HUB.h5 is what it\n"
        "measures of the second end, NODE.h5 what that and everybody else measures of\n"
        "the hub, NODE-from-END.h5 the rest. With --iq NODE.sigmf-meta is the\n"
        "waveform that the node receives, slot after slot: between the first\n"
        "port (antenna, beam or best beam) of either end, of arrays.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml --seed 7 -o walk",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
