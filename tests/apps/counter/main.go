// Counts: a line each, every tenth on stderr.
//
//	counter LINES PAUSE_MS [AT_ONCE [STAY_S]]   writes that many lines, pausing between them (or between so many), stays
//	                                            silent for a while and ends
package main

import (
	"bufio"
	"os"
	"strconv"
	"time"
)

func main() {
	lines, _ := strconv.Atoi(os.Args[1])
	pause, _ := strconv.Atoi(os.Args[2])
	atOnce := 1
	if len(os.Args) > 3 {
		atOnce, _ = strconv.Atoi(os.Args[3])
	}
	out := bufio.NewWriter(os.Stdout)
	for n := 0; n < lines; n++ {
		if n%10 == 9 {
			os.Stderr.WriteString("line " + strconv.Itoa(n) + "\n")
		} else {
			out.WriteString("line " + strconv.Itoa(n) + "\n")
		}
		if pause > 0 && n%atOnce == atOnce-1 {
			out.Flush()
			time.Sleep(time.Duration(pause) * time.Millisecond)
		}
	}
	out.Flush()
	if len(os.Args) > 4 {
		stay, _ := strconv.Atoi(os.Args[4])
		time.Sleep(time.Duration(stay) * time.Second)
	}
}
