#include "tools/encryption_options.h"

#include <string.h>

/* Where both speak they must say the same: what the user was told beside the frame
 * counts for more than what came with it. */
static phw_status number(uint64_t *out, bool *known, const char *name,
                         const phw_arguments *arguments, const uint64_t *claim)
{
    const bool given = phw_argument_given(arguments, name);
    const uint64_t value = given ? phw_argument_count(arguments, name) : 0;
    if (given && claim != NULL && *claim != value)
        return phw_fail(PHW_EAUTH, "--%s %llu: the recording says %llu", name,
                        (unsigned long long)value, (unsigned long long)*claim);
    *known = given || claim != NULL;
    *out = given || claim == NULL ? value : *claim;
    return PHW_OK;
}

static phw_status read_ciphers(phw_ciphers *out, const phw_arguments *arguments,
                               const char *claim)
{
    const char *text = phw_argument_text(arguments, "cipher");
    phw_ciphers c = {0};
    char canonical[PHW_CIPHERS_TEXT_SIZE];
    if (text == NULL && claim == NULL)
        return phw_fail(PHW_EARG, "--cipher is needed: xor,rotate8 hides all of any "
                                  "modulation; phyward list cipher has all");
    if (phw_ciphers_read(&c, text != NULL ? text : claim) != PHW_OK)
        return phw_fail_within(text != NULL ? PHW_EARG : PHW_EINPUT, "%s",
                               text != NULL ? "--cipher" : "the recording's cipher");
    phw_ciphers_write(canonical, &c);
    if (text != NULL && claim != NULL && strcmp(canonical, claim) != 0)
        return phw_fail(PHW_EAUTH, "--cipher %s: the recording says %s", text, claim);
    *out = c;
    return PHW_OK;
}

static phw_status read_modulation(const char **out, const phw_arguments *arguments,
                                  const phw_frame_claims *claims)
{
    const char *text = phw_argument_text(arguments, "modulation");
    const char *claim = claims->modulation[0] != '\0' ? claims->modulation : NULL;
    if (phw_argument_given(arguments, "samples")) {
        if (text != NULL)
            return phw_fail(PHW_EARG, "--samples are taken as they are: leave out "
                                      "--modulation");
        *out = NULL;
        return PHW_OK;
    }
    if (text == NULL && claim == NULL)
        return phw_fail(PHW_EARG, "--modulation is needed; phyward list modulation has "
                                  "all");
    if (text != NULL && claim != NULL && strcmp(text, claim) != 0)
        return phw_fail(PHW_EAUTH, "--modulation %s: the recording says %s", text,
                        claim);
    *out = text != NULL ? text : claim;
    return PHW_OK;
}

static phw_status check_given(const phw_arguments *arguments)
{
    if (phw_argument_text(arguments, "key") == NULL)
        return phw_fail(PHW_EARG, "--key is needed: a key file, as phyward keygen "
                                  "writes it");
    if (!phw_argument_given(arguments, "stream"))
        return phw_fail(PHW_EARG, "--stream is needed: a number for this direction and "
                                  "purpose; both ends must not send on the same one");
    return PHW_OK;
}

static phw_status read_address(phw_encryption *e, const phw_arguments *arguments,
                               const phw_frame_claims *claims)
{
    uint64_t stream = 0;
    bool known = false;
    PHW_TRY(number(&stream, &known, "stream", arguments,
                   claims->has_stream ? &claims->stream : NULL));
    PHW_TRY(number(&e->frame, &e->frame_given, "frame", arguments,
                   claims->has_frame ? &claims->frame : NULL));
    e->config.stream = (uint32_t)stream;
    return PHW_OK;
}

phw_status phw_encryption_from_arguments(phw_encryption *out,
                                         const phw_arguments *arguments,
                                         const phw_frame_claims *claims)
{
    static const phw_frame_claims none = {0};
    claims = claims != NULL ? claims : &none;
    phw_encryption e = {.key_path = phw_argument_text(arguments, "key")};
    PHW_TRY(check_given(arguments));
    PHW_TRY(read_address(&e, arguments, claims));
    PHW_TRY(read_modulation(&e.config.modulation, arguments, claims));
    PHW_TRY(read_ciphers(&e.config.ciphers, arguments,
                         claims->cipher[0] != '\0' ? claims->cipher : NULL));
    *out = e;
    return PHW_OK;
}
