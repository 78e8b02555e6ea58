#include "tools/command_agree.h"

#include <stdio.h>
#include <string.h>

#include "core/entropy.h"
#include "core/file.h"
#include "core/key.h"
#include "datasets/traces.h"
#include "kgen/key_pool.h"
#include "kgen/session.h"
#include "kgen/session_config.h"
#include "tools/agree.h"
#include "tools/agree_result.h"
#include "tools/keygen_options.h"
#include "tools/meeting.h"
#include "tools/preface.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scheme.h"

static const char *const roles[] = {[PHW_ALICE] = "alice", [PHW_BOB] = "bob"};

/* All that an end has before it meets the other. */
typedef struct end {
    phw_meeting_place place;
    phw_agree_plan plan;
    phw_trace trace;
    phw_agreement_config config;
    phw_session_config secrets;
    phw_session_keys keys;
    phw_entropy entropy;
    phw_preface preface;
} end;

static void free_end(end *e)
{
    phw_session_destroy(e->plan.session);
    phw_key_pool_destroy(e->secrets.pool);
    phw_session_keys_free(&e->keys);
    phw_entropy_wipe(&e->entropy);
    phw_trace_free(&e->trace);
}

static phw_status read_auth(phw_session_auth *out, const phw_arguments *a)
{
    const bool none = phw_argument_given(a, "unauthenticated");
    const bool pool = phw_argument_given(a, "pool");
    const bool psk = phw_argument_given(a, "psk");
    phw_session_auth auth = PHW_SESSION_AUTH_NONE;
    if (none && (pool || psk || phw_argument_given(a, "auth")))
        return phw_fail(PHW_EARG, "--unauthenticated: with --psk, --pool or --auth it "
                                  "says two things; give one");
    if (!none && !pool && !psk)
        return phw_fail(PHW_EARG,
                        "expected --psk FILE, a key that both ends have; or, open to a "
                        "man in the middle, --unauthenticated");
    if (!none)
        PHW_TRY(phw_session_auth_find(&auth, phw_argument_text(a, "auth")));
    if (!none && auth == PHW_SESSION_AUTH_NONE)
        return phw_fail(PHW_EARG, "--auth none: say --unauthenticated instead");
    if ((auth == PHW_SESSION_AUTH_ONE_TIME) != pool)
        return phw_fail(PHW_EARG, "--auth one-time and --pool FILE go together");
    if (auth != PHW_SESSION_AUTH_PSK && phw_argument_given(a, "refresh"))
        return phw_fail(PHW_EARG, "--refresh: there is no --psk to make a new one of");
    *out = auth;
    return PHW_OK;
}

/* A pool that is not there yet is founded by --psk. */
static phw_status open_pool(end *e, const phw_arguments *a)
{
    const char *psk = phw_argument_text(a, "psk");
    phw_key start = {0};
    if (psk != NULL)
        PHW_TRY(phw_key_read(&start, psk));
    const phw_status s = phw_key_pool_create(
        &e->secrets.pool, phw_argument_text(a, "pool"), psk != NULL ? &start : NULL);
    phw_key_free(&start);
    e->secrets.top_up_bytes = phw_argument_count(a, "top-up");
    e->plan.pool = e->secrets.pool;
    return s;
}

/* A folder that is not there, or not this user's to write to. */
static phw_status check_output(const char *path)
{
    phw_writer *w = NULL;
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_writer_create(&w, path, true));
    phw_writer_discard(w);
    return PHW_OK;
}

static phw_status open_secrets(end *e, const phw_arguments *a)
{
    const char *psk = phw_argument_text(a, "psk");
    e->secrets.auth = e->plan.auth;
    if (e->plan.auth == PHW_SESSION_AUTH_ONE_TIME)
        return open_pool(e, a);
    if (e->plan.auth == PHW_SESSION_AUTH_NONE)
        return PHW_OK;
    PHW_TRY(phw_session_keys_read(&e->keys, psk));
    e->secrets.keys = &e->keys;
    e->plan.refresh_path = phw_argument_given(a, "refresh") ? psk : NULL;
    return check_output(e->plan.refresh_path);
}

static phw_status open_entropy(end *e, const phw_arguments *a)
{
    if (!phw_argument_given(a, "seed"))
        return phw_entropy_system(&e->entropy);
    return phw_entropy_seeded(&e->entropy, phw_argument_count(a, "seed"),
                              roles[e->plan.role]);
}

static phw_status read_role(phw_role *out, bool listens, const phw_arguments *a)
{
    const char *text = phw_argument_text(a, "role");
    if (text == NULL)
        text = roles[listens ? PHW_ALICE : PHW_BOB];
    if (strcmp(text, roles[PHW_ALICE]) != 0 && strcmp(text, roles[PHW_BOB]) != 0)
        return phw_fail(PHW_EARG, "--role: \"%s\"; expected alice or bob", text);
    *out = strcmp(text, roles[PHW_ALICE]) == 0 ? PHW_ALICE : PHW_BOB;
    return PHW_OK;
}

static phw_status read_options(end *e, const phw_arguments *a)
{
    PHW_TRY(phw_meeting_read(&e->place, a));
    PHW_TRY(read_auth(&e->plan.auth, a));
    if (phw_argument_text(a, "trace") == NULL)
        return phw_fail(PHW_EARG, "expected --trace FILE[:PART], this end's trace");
    PHW_TRY(read_role(&e->plan.role, e->place.listens, a));
    e->plan.key_path = phw_argument_text(a, "output");
    return check_output(e->plan.key_path);
}

/* What this end alone can find wrong is found before it meets anybody. */
static phw_status prepare(end *e, const phw_arguments *a)
{
    PHW_TRY(read_options(e, a));
    PHW_TRY(phw_trace_open(&e->trace, phw_argument_text(a, "trace"), NULL));
    PHW_TRY(phw_keygen_config(&e->config, a, &e->trace));
    PHW_TRY(open_secrets(e, a));
    PHW_TRY(open_entropy(e, a));
    PHW_TRY(phw_session_create(&e->plan.session, e->plan.role, &e->trace, &e->config,
                               &e->secrets, &e->entropy));
    e->plan.output_bits = e->config.key_bits_min;
    phw_preface_make(&e->preface, e->plan.role, phw_session_auth_name(e->plan.auth),
                     &e->config, a);
    return PHW_OK;
}

static phw_status tell(const phw_agree *a, const end *e, const phw_peer *peer,
                       const phw_arguments *arguments)
{
    char explanation[512];
    phw_result *r = NULL;
    phw_agree_explain(explanation, sizeof explanation, a, &e->plan);
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "trace", "trace", phw_argument_text(arguments, "trace"));
    phw_agree_fields(r, a, &e->plan, peer, explanation);
    if (phw_argument_given(arguments, "seed"))
        phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    PHW_TRY(s);
    if (a->report.status != PHW_OK)
        return phw_fail(a->report.status, "%s", explanation);
    return a->peer_written ? PHW_OK : phw_fail(PHW_EIO, "%s", explanation);
}

static phw_status meet_and_agree(const end *e, const phw_arguments *arguments)
{
    phw_meeting meeting = {0};
    phw_progress progress = {0};
    phw_agree a = {0};
    PHW_TRY(phw_meeting_open(&meeting, &e->place, &e->preface));
    phw_progress_start(&progress, "agreement", 1, arguments);
    meeting.peer.progress = &progress;
    phw_status s = phw_agree_run(&a, &meeting.peer, &e->plan);
    phw_progress_end(&progress);
    phw_meeting_close(&meeting);
    if (!s)
        s = tell(&a, e, &meeting.peer, arguments);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    end e = {0};
    phw_status s = prepare(&e, arguments);
    if (!s && e.plan.auth == PHW_SESSION_AUTH_NONE)
        (void)fprintf(stderr,
                      "phyward agree: the messages are NOT authenticated: the key "
                      "is open to a man in the middle\n");
    if (!s)
        s = meet_and_agree(&e, arguments);
    free_end(&e);
    return s;
}

static const phw_option option[] = {
    PHW_OPTIONS_MEETING,
    {.param = {.name = "trace", .summary = "this end's trace of the channel"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'i',
     .placeholder = "FILE[:PART]",
     .file = PHW_OPTION_READS},
    {.param = {.name = "output",
               .summary = "key file, mode 0600; 32 bytes unless --key-bits"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "KEY",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "psk",
               .summary = "key file that both ends have: who does not is refused"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "KEY",
     .file = PHW_OPTION_READS},
    {.param = {.name = "auth",
               .summary = "psk: each message by the pre-shared key; one-time: besides, "
                          "all by keys from --pool that serve once"},
     .kind = PHW_OPTION_TEXT,
     .text_preset = "psk",
     .placeholder = "HOW"},
    {.param = {.name = "pool",
               .summary = "this end's pool of one-time keys; with --psk it is founded"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE",
     .file = PHW_OPTION_READS},
    {.param = {.name = "top-up",
               .unit = "",
               .summary = "bytes of the agreed key, past --key-bits, for the pool",
               .max = PHW_SESSION_TOP_UP_MAX,
               .preset = PHW_KEY_POOL_TAKE,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "BYTES"},
    {.param = {.name = "refresh",
               .summary = "after a success, --psk's file gets the next key"},
     .kind = PHW_OPTION_FLAG},
    {.param = {.name = "unauthenticated",
               .summary = "without a key in common: open to a man in the middle"},
     .kind = PHW_OPTION_FLAG},
    {.param = {.name = "role",
               .summary =
                   "alice or bob: hers are the bits, he corrects his; by default "
                   "alice listens"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "WHO"},
    PHW_OPTION_SCHEME,
    PHW_OPTIONS_KEYGEN,
    PHW_OPTION_SEED_OF_SECRETS("protocol randomness"),
};

const phw_command phw_command_agree = {
    .name = "agree",
    .summary = "a key with another host, each from its own trace of one channel",
    .detail =
        "One end listens, the other connects; who starts first does not matter. Each\n"
        "has its own trace; options that say how a key is made have to be the same at\n"
        "both, and a mismatch is named. --psk keeps out whoever does not have that\n"
        "key: make one by `head -c 32 /dev/urandom > psk.bin` with umask 077 and\n"
        "carry it over by hand.\n\n"
        "Exit status 0 means that both ends have written the same key: compare the\n"
        "fingerprints if in doubt. Bob writes first, says so, then Alice does. When\n"
        "his word is lost, she writes nothing and says that he may have (4). When\n"
        "hers is lost, he keeps his file and says so (4). Run both again then, with\n"
        "new traces: a run does not count what another said of the same ones. A key\n"
        "file is replaced.\n\n"
        "A listening end hears 8 connections at once until one of them speaks the\n"
        "protocol, and then turns all others away.",
    .example =
        "phyward simulate datasets/scenarios/walking-wifi.yaml --seed 7 -o walk\n  "
        "(umask 077; head -c 32 /dev/urandom > psk.bin)\n  "
        "phyward agree --listen 127.0.0.1:7700 --trace walk/alice.h5 --psk psk.bin \\\n"
        "      -o alice.key &\n  "
        "phyward agree --connect 127.0.0.1:7700 --trace walk/bob.h5 --psk psk.bin \\\n"
        "      -o bob.key",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
