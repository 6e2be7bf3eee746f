package main

import (
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/pkg/errors"
	"github.com/rs/zerolog"
	"github.com/spf13/pflag"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"
)

// others is what is left: flags, logs, and what waits for them.
func others() []string {
	flags := pflag.NewFlagSet("forty", pflag.ContinueOnError)
	loud := flags.Bool("loud", false, "say more")
	quiet := zerolog.New(io.Discard)
	quiet.Info().Bool("loud", *loud).Msg(greeting())
	zap.NewNop().Info(greeting())

	var group errgroup.Group
	group.Go(func() error { return errors.Wrap(flags.Parse([]string{"--loud"}), "flags") })
	done := fmt.Sprintf("together: %v, loud: %t", group.Wait(), *loud)
	return []string{
		done,
		fmt.Sprintf("a terminal: %t", isatty.IsTerminal(os.Stdout.Fd())),
		fmt.Sprintf("may go on: %t", rate.NewLimiter(1, 1).Allow()),
	}
}
