#include HEADER

typedef int not_empty;
