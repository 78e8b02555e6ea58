#include "tools/cancel.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked;

static void ask(int signal_number)
{
    (void)signal_number;
    asked = 1;
}

/* The next wish sets the flag, the one after it ends the program. */
static void listen_once(void)
{
    struct sigaction once = {.sa_handler = ask, .sa_flags = (int)SA_RESETHAND};
    (void)sigemptyset(&once.sa_mask);
    (void)sigaction(SIGINT, &once, NULL);
    (void)sigaction(SIGTERM, &once, NULL);
}

void phw_cancel_install(void)
{
    listen_once();
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&ignore.sa_mask);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL);
}

bool phw_cancel_asked(void)
{
    return asked != 0;
}

bool phw_cancel_take(void)
{
    if (!phw_cancel_asked())
        return false;
    asked = 0;
    listen_once();
    return true;
}

phw_status phw_cancel_check(void)
{
    return phw_cancel_asked()
               ? phw_fail(PHW_ECANCEL, "interrupted; nothing was written")
               : PHW_OK;
}
