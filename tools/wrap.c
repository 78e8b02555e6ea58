#include "tools/wrap.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_PLAIN 80
#define WIDTH_LEAST 40 /* below it, folding makes nothing easier to read */

size_t phw_wrap_width(void)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDTH_PLAIN;
    return size.ws_col > WIDTH_LEAST ? size.ws_col : WIDTH_LEAST;
}

void phw_wrap_print(const char *text, size_t at, size_t indent, size_t width)
{
    bool is_first = true;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        const size_t length = strcspn(text, " ");
        if (!is_first && at + 1 + length > width) {
            (void)printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (!is_first) {
            (void)printf(" ");
            ++at;
        }
        (void)printf("%.*s", (int)length, text);
        at += length;
        text += length;
        is_first = false;
    }
    (void)printf("\n");
}
