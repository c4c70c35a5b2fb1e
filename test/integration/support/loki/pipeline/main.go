// Command pipeline runs the pipeline of a promtail.yml over lines, by the stages that Promtail has and Alloy took
// over. Standard input: one JSON object a line, {labels, line}. Standard output: the same with what has become of
// them, {labels, metadata, line}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/go-kit/log"
	"github.com/grafana/loki/v3/clients/pkg/logentry/stages"
	"github.com/grafana/loki/v3/clients/pkg/promtail/api"
	"github.com/grafana/loki/v3/pkg/logproto"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v2"
)

type config struct {
	ScrapeConfigs []struct {
		PipelineStages stages.PipelineStages `yaml:"pipeline_stages"`
	} `yaml:"scrape_configs"`
}

type entry struct {
	Labels   model.LabelSet    `json:"labels"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Line     string            `json:"line"`
}

func main() {
	if err := run(os.Args[1], os.Stdin, json.NewEncoder(os.Stdout)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string, lines io.Reader, out *json.Encoder) error {
	pipeline, err := pipelineOf(path)
	if err != nil {
		return err
	}
	in := make(chan stages.Entry)
	processed := pipeline.Run(in)
	defer close(in)
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		var read entry
		if err := json.Unmarshal(scanner.Bytes(), &read); err != nil {
			return err
		}
		in <- stages.Entry{
			Extracted: map[string]interface{}{},
			Entry: api.Entry{
				Labels: read.Labels,
				Entry:  logproto.Entry{Timestamp: time.Now(), Line: read.Line},
			},
		}
		written := <-processed
		metadata := map[string]string{}
		for _, label := range written.StructuredMetadata {
			metadata[label.Name] = label.Value
		}
		if err := out.Encode(entry{Labels: written.Labels, Metadata: metadata, Line: written.Line}); err != nil {
			return err
		}
	}
	return nil
}

func pipelineOf(path string) (*stages.Pipeline, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var read config
	if err := yaml.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	job := "containers"
	return stages.NewPipeline(log.NewLogfmtLogger(os.Stderr), read.ScrapeConfigs[0].PipelineStages, &job, prometheus.NewRegistry())
}
