#include "tools/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define HIDDEN_S 2.0
#define PERIOD_S 0.1

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void phw_progress_start(phw_progress *p, const char *label, double total,
                        const phw_arguments *arguments)
{
    const char *no_color = getenv("NO_COLOR");
    *p = (phw_progress){.within = 0,
                        .label = label,
                        .total = total > 0 ? total : 1,
                        .start_s = now_s(),
                        .on_terminal = total > 0 && isatty(STDERR_FILENO) == 1 &&
                                       !phw_argument_given(arguments, "quiet"),
                        .colour = no_color == NULL || *no_color == '\0'};
}

static int columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40)
        return size.ws_col < 120 ? size.ws_col : 120;
    return 80;
}

static void format_time(char *text, size_t size, double seconds)
{
    const long s = (long)(seconds + 0.5);
    if (s < 3600)
        (void)snprintf(text, size, "%ld:%02ld", s / 60, s % 60);
    else
        (void)snprintf(text, size, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
}

void phw_progress_show(phw_progress *p, double done)
{
    if (!p->on_terminal)
        return;
    const double now = now_s();
    if (now - p->start_s < HIDDEN_S || now - p->last_s < PERIOD_S)
        return;
    p->last_s = now;
    p->drawn = true;
    done += 1e-3 * (double)atomic_load(&p->within);
    const double part = done < p->total ? done / p->total : 1;
    char left[32] = "?";
    if (part > 0)
        format_time(left, sizeof left, (now - p->start_s) * (1 - part) / part);
    const int width = columns() - 44;
    const int full = width > 0 ? (int)(part * width) : 0;
    (void)fprintf(stderr, "\r%-16.16s %s", p->label, p->colour ? "\033[32m" : "");
    for (int i = 0; i < width; ++i)
        (void)fputc(i < full ? '#' : '-', stderr);
    (void)fprintf(stderr, "%s %5.1f %%  %s left\033[K", p->colour ? "\033[0m" : "",
                  100 * part, left);
    (void)fflush(stderr);
}

void phw_progress_within(phw_progress *p, double share)
{
    atomic_store(&p->within, (unsigned)(1000 * share));
}

void phw_progress_end(phw_progress *p)
{
    if (!p->drawn)
        return;
    (void)fprintf(stderr, "\r\033[K");
    (void)fflush(stderr);
}
