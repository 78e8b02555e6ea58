#include "tools/preface.h"

#include <stdio.h>
#include <string.h>

#include "tools/carrier.h"
#include "tools/keygen_options.h"
#include "tools/scheme.h"

/* What has to be the same at both ends. */
static const phw_option shared[] = {PHW_OPTION_SCHEME, PHW_OPTIONS_KEYGEN};

static void describe(char *text, size_t size, const phw_arguments *a, size_t i)
{
    const phw_param *p = &a->option[i].param;
    if (a->option[i].kind != PHW_OPTION_NUMBER)
        (void)snprintf(text, size, "%s",
                       a->value[i].text != NULL ? a->value[i].text : "");
    else if (p->choice != NULL)
        (void)snprintf(text, size, "%s", p->choice[(size_t)a->value[i].number]);
    else
        (void)snprintf(text, size, "%.10g", a->value[i].number);
}

void phw_preface_make(phw_preface *out, phw_role role, const char *authentication,
                      const phw_agreement_config *config,
                      const phw_arguments *arguments)
{
    *out = (phw_preface){.role = role};
    (void)snprintf(out->authentication, sizeof out->authentication, "%s",
                   authentication);
    phw_agreement_digest(out->digest, config);
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; ++i) {
        const char *name = shared[i].param.name;
        const size_t at =
            phw_option_find(arguments->option, arguments->n_options, name);
        if (at == SIZE_MAX)
            continue;
        (void)snprintf(out->option[out->n].name, PHW_PREFACE_NAME_SIZE, "%s", name);
        describe(out->option[out->n].value, PHW_PREFACE_VALUE_SIZE, arguments, at);
        ++out->n;
    }
}

static void put_text(phw_message *out, const char *text)
{
    const size_t size = strlen(text);
    phw_message_put_u8(out, (uint8_t)size);
    phw_message_put_bytes(out, text, size);
}

/* Whatever bytes the peer sent: on a terminal they do nothing. */
static void take_text(char *out, size_t size, phw_reader *r)
{
    const size_t n = phw_reader_u8(r);
    const uint8_t *text = phw_reader_view(r, n);
    if (text == NULL || n >= size) {
        r->status = phw_fail(PHW_EPEER, "preface: a text too long, or cut off");
        return;
    }
    for (size_t i = 0; i < n; ++i)
        out[i] = text[i] >= ' ' && text[i] < 0x7f ? (char)text[i] : '?';
    out[n] = '\0';
}

phw_status phw_preface_write(phw_message *out, const phw_preface *preface)
{
    phw_message_begin(out, PHW_CARRIER_PREFACE, 0);
    phw_message_put_u8(out, (uint8_t)preface->role);
    put_text(out, preface->authentication);
    phw_message_put_bytes(out, preface->digest, sizeof preface->digest);
    phw_message_put_u8(out, (uint8_t)preface->n);
    for (size_t i = 0; i < preface->n; ++i) {
        put_text(out, preface->option[i].name);
        put_text(out, preface->option[i].value);
    }
    return phw_message_end(out);
}

phw_status phw_preface_read(phw_preface *out, const phw_message *frame)
{
    phw_preface p = {.size = frame->size};
    if (phw_message_type(frame) != PHW_CARRIER_PREFACE)
        return phw_fail(PHW_EPEER, "preface: message %u came in its place",
                        phw_message_type(frame));
    phw_reader r = phw_reader_open(frame);
    const unsigned role = phw_reader_u8(&r);
    p.role = role == PHW_ALICE ? PHW_ALICE : PHW_BOB;
    take_text(p.authentication, sizeof p.authentication, &r);
    phw_reader_bytes(&r, p.digest, sizeof p.digest);
    p.n = phw_reader_u8(&r);
    if (role > PHW_BOB || p.n > PHW_OPTIONS_MAX)
        return phw_fail(PHW_EPEER, "preface: role %u and %zu options", role, p.n);
    for (size_t i = 0; i < p.n && r.status == PHW_OK; ++i) {
        take_text(p.option[i].name, sizeof p.option[i].name, &r);
        take_text(p.option[i].value, sizeof p.option[i].value, &r);
    }
    PHW_TRY(phw_reader_close(&r));
    *out = p;
    return PHW_OK;
}

/* The first of the own options that the peer has otherwise, or not. */
static phw_status name_difference(const phw_preface *own, const phw_preface *theirs)
{
    for (size_t i = 0; i < own->n; ++i) {
        const char *name = own->option[i].name;
        size_t j = 0;
        while (j < theirs->n && strcmp(theirs->option[j].name, name) != 0)
            ++j;
        const char *other = j < theirs->n ? theirs->option[j].value : "";
        if (strcmp(own->option[i].value, other) != 0)
            return phw_fail(PHW_EPEER,
                            "the ends are configured differently: --%s is \"%s\" here "
                            "and \"%s\" at the peer; give both the same",
                            name, own->option[i].value, other);
    }
    return phw_fail(PHW_EPEER,
                    "the ends are configured differently, by their traces: of unlike "
                    "kinds or widths; give both ends --feature and --transform");
}

phw_status phw_preface_compare(const phw_preface *own, const phw_preface *theirs)
{
    if (own->role == theirs->role)
        return phw_fail(PHW_EPEER, "both ends are %s; give one of them --role %s",
                        own->role == PHW_ALICE ? "alice" : "bob",
                        own->role == PHW_ALICE ? "bob" : "alice");
    if (strcmp(own->authentication, theirs->authentication) != 0)
        return phw_fail(
            PHW_EPEER,
            "messages are authenticated by \"%s\" here and by \"%s\" at the "
            "peer; give both the same",
            own->authentication, theirs->authentication);
    if (memcmp(own->digest, theirs->digest, sizeof own->digest) != 0)
        return name_difference(own, theirs);
    return PHW_OK;
}
