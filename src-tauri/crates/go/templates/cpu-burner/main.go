// A program that keeps a processor busy, as much as you ask for. Give it a CPU
// limit below that and watch it wait: the work it gets done falls, though the
// program did not change.
//
// BURN_PERCENT says how busy: 100 (the default) is one whole core, 50 is half of
// one, 150 is one and a half.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// A slice is short, so that half a core looks like half a core at any moment.
const slice = 10 * time.Millisecond

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	percent := 100
	if value := os.Getenv("BURN_PERCENT"); value != "" {
		asked, err := strconv.Atoi(value)
		if err != nil || asked < 0 || asked > 6400 {
			log.Fatalf("BURN_PERCENT is %q: a number from 0 to 6400 is wanted", value)
		}
		percent = asked
	}
	log.Printf("burning %d %% of a core", percent)

	// One goroutine can use one core at most: more than 100 % takes several.
	var rounds atomic.Int64
	for left := percent; left > 0; left -= 100 {
		go burn(ctx, min(left, 100), &rounds)
	}

	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			log.Print("stopped")
			return
		case <-ticker.C:
			log.Printf("%d rounds in the last second", rounds.Swap(0))
		}
	}
}

// burn works for its share of every slice and sleeps for the rest.
func burn(ctx context.Context, percent int, rounds *atomic.Int64) {
	work := slice * time.Duration(percent) / 100
	next := time.Now()
	for ctx.Err() == nil {
		for start := time.Now(); time.Since(start) < work; {
			spin()
			rounds.Add(1)
		}
		// The next slice begins when it is due. One that came too late, because the
		// program was made to wait, is not made up for.
		next = next.Add(slice)
		if late := time.Since(next); late > 0 {
			next = next.Add(late)
		} else {
			time.Sleep(-late)
		}
	}
}

var sink uint64

// spin is a few microseconds of arithmetic that the compiler cannot leave out.
func spin() {
	x := uint64(88172645463325252)
	for range 2000 {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	atomic.StoreUint64(&sink, x)
}
