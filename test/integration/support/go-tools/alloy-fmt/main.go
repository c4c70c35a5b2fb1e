// Command alloy-fmt prints a file as `alloy fmt` prints it: by the parser and the printer of Alloy itself.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/printer"
)

func main() {
	if err := format(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func format(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(path, text)
	if err != nil {
		return err
	}
	if err := printer.Fprint(os.Stdout, file); err != nil {
		return err
	}
	_, err = fmt.Println()
	return err
}
