#include "tools/command_demo.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "tools/demo_steps.h"
#include "tools/output_folder.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/wrap.h"

#define PAGE "report.html"

/* In the source, else where it was installed. */
static const char *const standard[] = {"datasets/scenarios/demo.yaml",
                                       PHW_SCENARIO_FOLDER "/demo.yaml"};

typedef struct session {
    phw_demo demo;
    phw_demo_outcome outcome[PHW_DEMO_STEPS];
    size_t failed; /* the first step that did not come out; PHW_DEMO_STEPS: none */
} session;

static phw_status read_scenario(phw_scenario *out, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    if (path == NULL)
        path = access(standard[0], R_OK) == 0 ? standard[0] : standard[1];
    return phw_scenario_from_file(out, path, arguments);
}

static const char *limit_of(const phw_demo_outcome *o)
{
    return o->run && o->limit[0] != '\0' ? o->limit : NULL;
}

static json_t *step_json(const phw_demo_step *step, const phw_demo_outcome *o)
{
    return json_pack("{s:s,s:s,s:b,s:b,s:s,s:s?,s:s?,s:o}", "name", step->name, "title",
                     step->title, "run", (int)o->run, "good", (int)o->good, "summary",
                     o->said, "eve", o->run ? o->eve : NULL, "limit", limit_of(o),
                     "figures", phw_result_copy(o->figures));
}

static void fill(phw_result *r, const session *s, const char *page)
{
    json_t *steps = json_array();
    for (size_t i = 0; i < PHW_DEMO_STEPS; ++i)
        (void)json_array_append_new(steps,
                                    step_json(phw_demo_step_at(i), &s->outcome[i]));
    phw_result_text(r, "scenario", "scenario", s->demo.scenario->path);
    phw_result_flag(r, "good", "all as it should be", s->failed == PHW_DEMO_STEPS);
    phw_result_json(r, "steps", NULL, steps);
    phw_result_text(r, "report", "report", page);
    phw_result_flag(r, "reproducible", "reproducible, so no secret", true);
    phw_result_count(r, "seed", "seed", "", s->demo.seed);
}

static void print_wrapped(const char *who, const char *said)
{
    char text[480];
    (void)snprintf(text, sizeof text, "%s%s", who, said);
    (void)printf("  ");
    phw_wrap_print(text, 2, 4, phw_wrap_width());
}

/* What a table of one line each would not hold. */
static void print_steps(const session *s)
{
    for (size_t i = 0; i < PHW_DEMO_STEPS; ++i) {
        const phw_demo_outcome *o = &s->outcome[i];
        (void)printf("%zu. %s%s\n", i + 1, phw_demo_step_at(i)->title,
                     o->good ? "" : " (not as it should be)");
        print_wrapped("", o->said);
        if (o->run)
            print_wrapped("Eve: ", o->eve);
        if (limit_of(o) != NULL)
            print_wrapped("Limit: ", o->limit);
        (void)printf("\n");
    }
}

/* What the first step that did not come out says of it. */
static const char *fault(char text[480], const session *s)
{
    const phw_demo_outcome *o = &s->outcome[s->failed];
    (void)snprintf(text, 480, "%s%s", o->run && o->by_eve ? "Eve: " : "",
                   o->run && o->by_eve ? o->eve : o->said);
    return text;
}

static void write_verdict(char *text, size_t size, const session *s)
{
    char why[480];
    if (s->failed == PHW_DEMO_STEPS)
        (void)snprintf(
            text, size,
            "All %d steps came out as they should. Reader and tag hold a key "
            "of the channel, know each other, and Eve, with what the scenario gives "
            "her, gets next to nothing",
            PHW_DEMO_STEPS);
    else
        (void)snprintf(text, size, "%s did not come out as it should. It says: %s",
                       phw_demo_step_at(s->failed)->title, fault(why, s));
}

static phw_status write_page(phw_outputs *outputs, const session *s, const char *path,
                             bool keep_scripts, char missing[PHW_PAGE_MISSING_SIZE])
{
    static const char *const note[] = {
        "Everything is simulated, and seeded: it can be repeated by anyone, so no key "
        "here is a secret. Eve knows all but the keys and has the antennas of the "
        "scenario; each section says how she fares, and where more would let her "
        "through, that too.",
        NULL};
    char verdict[640];
    char eve[PHW_DEMO_STEPS][480];
    char limit[PHW_DEMO_STEPS][480];
    const char *notes[PHW_DEMO_STEPS][4];
    phw_page_section section[PHW_DEMO_STEPS];
    for (size_t i = 0; i < PHW_DEMO_STEPS; ++i) {
        const phw_demo_outcome *o = &s->outcome[i];
        (void)snprintf(eve[i], sizeof eve[i], "Eve: %s.", o->eve);
        (void)snprintf(limit[i], sizeof limit[i], "Limit: %s.", o->limit);
        notes[i][0] = o->said;
        notes[i][1] = o->run ? eve[i] : NULL;
        notes[i][2] = limit_of(o) != NULL ? limit[i] : NULL;
        notes[i][3] = NULL;
        section[i] = (phw_page_section){.heading = phw_demo_step_at(i)->title,
                                        .note = notes[i],
                                        .picture = o->drawing.picture,
                                        .n_pictures = o->drawing.n_pictures,
                                        .result = o->figures};
    }
    const phw_page page = {.title = "A reader and its tag",
                           .subject = s->demo.scenario->path,
                           .good = s->failed == PHW_DEMO_STEPS,
                           .verdict = verdict,
                           .note = note,
                           .section = section,
                           .n_sections = PHW_DEMO_STEPS,
                           .keep_scripts = keep_scripts};
    write_verdict(verdict, sizeof verdict, s);
    return phw_page_write(outputs, &page, path, missing);
}

/* Into the folder, which is taken away again when that fails. */
static phw_status publish(char path[PHW_OUTPUT_PATH_MAX], const session *s,
                          const char *folder, bool keep_scripts)
{
    char missing[PHW_PAGE_MISSING_SIZE];
    phw_output_folder made;
    phw_outputs outputs = {0};
    const int n = snprintf(path, PHW_OUTPUT_PATH_MAX, "%s/" PAGE, folder);
    if (n < 0 || n >= PHW_OUTPUT_PATH_MAX)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    PHW_TRY(phw_output_folder_create(&made, folder));
    phw_status status = write_page(&outputs, s, path, keep_scripts, missing);
    if (!status)
        status = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    if (status)
        phw_output_folder_undo(&made);
    else
        phw_page_tell("demo", missing);
    return status;
}

static phw_status tell(const session *s, const phw_arguments *arguments)
{
    char why[480];
    char path[PHW_OUTPUT_PATH_MAX];
    const char *folder = phw_argument_text(arguments, "output");
    phw_result *r = NULL;
    if (folder != NULL)
        PHW_TRY(
            publish(path, s, folder, phw_argument_given(arguments, "plot-scripts")));
    PHW_TRY(phw_result_create(&r));
    fill(r, s, folder != NULL ? path : NULL);
    if (!phw_argument_given(arguments, "json"))
        print_steps(s);
    const phw_status status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    PHW_TRY(status);
    if (s->failed == PHW_DEMO_STEPS)
        return PHW_OK;
    return phw_fail(s->outcome[s->failed].failure, "%s: %s",
                    phw_demo_step_at(s->failed)->title, fault(why, s));
}

static phw_status run(const phw_arguments *arguments)
{
    phw_progress bar;
    phw_scenario scenario;
    PHW_TRY(read_scenario(&scenario, arguments));
    session s = {.demo = {.scenario = &scenario,
                          .seed = phw_argument_count(arguments, "seed"),
                          .n_threads = (size_t)phw_argument_count(arguments, "threads"),
                          .progress = &bar}};
    phw_progress_start(&bar, "steps", PHW_DEMO_STEPS, arguments);
    const phw_status ran = phw_demo_run(s.outcome, &s.demo);
    phw_progress_end(&bar);
    PHW_TRY(ran);
    while (s.failed < PHW_DEMO_STEPS && s.outcome[s.failed].good)
        s.failed++;
    const phw_status status = tell(&s, arguments);
    phw_demo_free(s.outcome, &s.demo);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "folder for the page " PAGE},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FOLDER"},
    {.param = {.name = "plot-scripts",
               .summary = "keeps the gnuplot scripts, with data, beside the page"}},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
};

const phw_command phw_command_demo = {
    .name = "demo",
    .summary = "one scenario through key, identity, uplink and encrypted symbols",
    .detail =
        "A reader and a tag agree on a key over the simulated channel; the tag\n"
        "shows the key of its own chip, and its frames their channel; its reply\n"
        "comes under noise made of the agreed key, and its symbols are encrypted\n"
        "with it. Eve does her best at each step; what she would do with more than\n"
        "the scenario gives her is told as a limit and not counted. A step that does\n"
        "not come out is said, and the exit status follows the first of them:\n"
        "6 when there is no key (what needs it is then left out), 5 when an identity\n"
        "is taken or refused wrongly, else 1.\n\n"
        "Each step has a command of its own with more to choose: keygen, puf, auth,\n"
        "uplink, symbols. The run is seeded: nothing in it is a secret.",
    .example = "phyward demo -o build/demo --threads 2",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "by default datasets/scenarios/demo.yaml", true}},
    .run = run,
};
