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

/* Letters of the next piece: a word, or of one that has no room on a line what fits up
 * to a colon. */
static size_t piece(const char *text, size_t room)
{
    const size_t length = strcspn(text, " ");
    size_t n = length > room ? room : 0;
    while (n > 0 && text[n - 1] != ':')
        --n;
    return n > 0 ? n : length;
}

void phw_wrap_print(const char *text, size_t at, size_t indent, size_t width)
{
    const size_t room = width > indent ? width - indent : 0;
    bool is_first = true;
    size_t blank = 0;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        const size_t length = piece(text, room);
        if (!is_first && at + blank + length > width) {
            (void)printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (blank > 0) {
            (void)printf(" ");
            ++at;
        }
        (void)printf("%.*s", (int)length, text);
        at += length;
        text += length;
        blank = *text == ' ';
        is_first = false;
    }
    (void)printf("\n");
}
