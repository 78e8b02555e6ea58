#include "tools/commands.h"

#include <stdio.h>
#include <string.h>

#include "tools/command_agree.h"
#include "tools/command_asymmetric.h"
#include "tools/command_auth_channels.h"
#include "tools/command_auth_enroll.h"
#include "tools/command_auth_evaluate.h"
#include "tools/command_auth_identify.h"
#include "tools/command_auth_roc.h"
#include "tools/command_auth_similarity.h"
#include "tools/command_auth_verify.h"
#include "tools/command_bench_amplify.h"
#include "tools/command_bench_channel.h"
#include "tools/command_bench_cipher.h"
#include "tools/command_bench_keygen.h"
#include "tools/command_bench_reconcile.h"
#include "tools/command_channel_check.h"
#include "tools/command_clean.h"
#include "tools/command_convert.h"
#include "tools/command_decode_gen2.h"
#include "tools/command_decode_lora.h"
#include "tools/command_decode_modes.h"
#include "tools/command_decode_pulses.h"
#include "tools/command_decrypt.h"
#include "tools/command_demo.h"
#include "tools/command_encrypt.h"
#include "tools/command_entropy.h"
#include "tools/command_estimate.h"
#include "tools/command_export.h"
#include "tools/command_group.h"
#include "tools/command_import.h"
#include "tools/command_info.h"
#include "tools/command_information.h"
#include "tools/command_keygen.h"
#include "tools/command_list.h"
#include "tools/command_match.h"
#include "tools/command_pace.h"
#include "tools/command_predict_evaluate.h"
#include "tools/command_predict_train.h"
#include "tools/command_probe.h"
#include "tools/command_puf_enroll.h"
#include "tools/command_puf_evaluate.h"
#include "tools/command_puf_reproduce.h"
#include "tools/command_richness.h"
#include "tools/command_secrecy.h"
#include "tools/command_sensing_simulate.h"
#include "tools/command_simulate.h"
#include "tools/command_sounding_evaluate.h"
#include "tools/command_sounding_find.h"
#include "tools/command_sounding_write.h"
#include "tools/command_symbols_evaluate.h"
#include "tools/command_uplink_attack.h"
#include "tools/command_uplink_protect.h"
#include "tools/command_uplink_recover.h"
#include "tools/command_uplink_simulate.h"
#include "tools/suggest.h"

/* In the order of the overview. */
static const phw_command *const command[] = {
    &phw_command_simulate,          /* traces from nothing */
    &phw_command_bench_channel,     /* and how fast */
    &phw_command_channel_check,     /* what they are made of */
    &phw_command_probe,             /* traces from recordings */
    &phw_command_import,            /* from others' captures */
    &phw_command_clean,             /* without what is the radios' */
    &phw_command_match,             /* two ends of one channel */
    &phw_command_sounding_write,    /* waveforms to send for them */
    &phw_command_sounding_find,     /* traces from what comes of it */
    &phw_command_sounding_evaluate, /* how good the waveforms are */
    &phw_command_decode_modes,      /* messages of aircraft */
    &phw_command_decode_gen2,       /* of tags */
    &phw_command_decode_pulses,     /* of whatever sends pulses */
    &phw_command_decode_lora,       /* where LoRa frames begin */
    &phw_command_estimate,          /* traces with less noise */
    &phw_command_pace,              /* how often to probe */
    &phw_command_predict_train,     /* what comes next */
    &phw_command_predict_evaluate,  /* and how well that goes */
    &phw_command_information,       /* what they share */
    &phw_command_entropy,           /* what samples hold */
    &phw_command_keygen,            /* keys from traces */
    &phw_command_agree,             /* on two hosts */
    &phw_command_group,             /* of many at once */
    &phw_command_richness,          /* what makes them longer */
    &phw_command_asymmetric,        /* with an end almost without power */
    &phw_command_puf_enroll,        /* keys from chips */
    &phw_command_puf_reproduce,     /* and once more */
    &phw_command_puf_evaluate,      /* how well that goes */
    &phw_command_bench_keygen,      /* how many, how often */
    &phw_command_bench_reconcile,   /* at what cost */
    &phw_command_bench_amplify,     /* and how fast they become keys */
    &phw_command_auth_enroll,       /* who is known */
    &phw_command_auth_identify,     /* whose frames they are */
    &phw_command_auth_verify,       /* whether they are whose they claim */
    &phw_command_auth_evaluate,     /* how often that is wrong */
    &phw_command_auth_similarity,   /* whose channel */
    &phw_command_auth_channels,     /* how well senders are told apart by it */
    &phw_command_auth_roc,          /* how often that is wrong */
    &phw_command_encrypt,           /* symbols only the partner reads */
    &phw_command_decrypt,           /* and back */
    &phw_command_symbols_evaluate,  /* what Eve makes of them */
    &phw_command_bench_cipher,      /* and how fast */
    &phw_command_sensing_simulate,  /* ranging by a key */
    &phw_command_secrecy,           /* what the air alone keeps */
    &phw_command_uplink_simulate,   /* a tag's reply under noise */
    &phw_command_uplink_protect,    /* noise over recorded ones */
    &phw_command_uplink_recover,    /* read with the key */
    &phw_command_uplink_attack,     /* and without it */
    &phw_command_demo,              /* one scenario through all */
    &phw_command_export,            /* traces for others */
    &phw_command_info,              /* what a file is */
    &phw_command_convert,           /* and another form of it */
    &phw_command_list,              /* what there is to choose */
};

const phw_command *phw_command_at(size_t i)
{
    return i < sizeof command / sizeof command[0] ? command[i] : NULL;
}

static const phw_command *named(const char *name)
{
    for (size_t i = 0; i < sizeof command / sizeof command[0]; ++i) {
        if (strcmp(command[i]->name, name) == 0)
            return command[i];
    }
    return NULL;
}

static const char *name_at(const void *context, size_t i)
{
    (void)context;
    const phw_command *c = phw_command_at(i);
    return c != NULL ? c->name : NULL;
}

phw_status phw_command_find(const phw_command **out, int *n_words, int argc,
                            char **argv)
{
    char both[128];
    (void)snprintf(both, sizeof both, "%s %s", argv[1], argc > 2 ? argv[2] : "");
    const phw_command *found = named(both);
    const int words = found != NULL ? 2 : 1;
    if (found == NULL)
        found = named(argv[1]);
    if (found != NULL) {
        *out = found;
        *n_words = words;
        return PHW_OK;
    }
    const char *near = phw_suggest(argc > 2 ? both : argv[1], name_at, NULL);
    if (near == NULL)
        near = phw_suggest(argv[1], name_at, NULL);
    if (near != NULL)
        return phw_fail(PHW_EARG, "unknown command \"%s\"; did you mean phyward %s?",
                        argv[1], near);
    return phw_fail(PHW_EARG, "unknown command \"%s\"; phyward --help lists them",
                    argv[1]);
}
