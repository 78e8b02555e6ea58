#include "core/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The header has macros of these names for the static analyzer. */
#undef phw_fail
#undef phw_fail_within

#define MESSAGE_SIZE 512

static _Thread_local char message[MESSAGE_SIZE];

static const char *const names[PHW_N_STATUS] = {
    [PHW_OK] = "ok",
    [PHW_EARG] = "argument out of range",
    [PHW_EINPUT] = "input malformed or unreadable",
    [PHW_EIO] = "input/output failed",
    [PHW_ENOMEM] = "out of memory",
    [PHW_ESHORT] = "too few samples",
    [PHW_ENOKEY] = "not enough entropy for a key",
    [PHW_EPEER] = "protocol violated by the peer",
    [PHW_EAUTH] = "refused",
    [PHW_ENOCONV] = "no agreement",
    [PHW_ECANCEL] = "interrupted",
};

const char *phw_status_name(phw_status s)
{
    return (unsigned)s < PHW_N_STATUS ? names[s] : "unknown status";
}

const char *phw_error_message(void)
{
    return message;
}

/* Names from files reach messages: a control character would break the one line. */
static void keep_to_one_line(char *text)
{
    for (; *text != '\0'; ++text) {
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
    }
}

phw_status phw_fail(phw_status s, const char *format, ...)
{
    char text[MESSAGE_SIZE]; /* an argument may be the message itself */
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    keep_to_one_line(text);
    memcpy(message, text, sizeof text);
    return s;
}

phw_status phw_fail_within(phw_status s, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof text)
        (void)snprintf(text + n, sizeof text - (size_t)n, ": %.*s",
                       (int)sizeof text - n, message);
    keep_to_one_line(text);
    memcpy(message, text, sizeof text);
    return s;
}
