// Applies the YAML documents of a file with Flux's own engine (github.com/fluxcd/pkg/ssa), as its kustomize-controller does by default, and
// prints one line of JSON: {"seconds": 1.2, "created": 1000, "unchanged": 0}. Only for comparison in `npm run bench`.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/fluxcd/pkg/ssa"
	ssautil "github.com/fluxcd/pkg/ssa/utils"
	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	ctrllog "sigs.k8s.io/controller-runtime/pkg/log"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	kubeconfig := flag.String("kubeconfig", "", "file of the cluster's address and token")
	file := flag.String("f", "", "file of YAML documents")
	concurrency := flag.Int("concurrency", 4, "dry runs at once; 4 is kustomize-controller's default")
	flag.Parse()
	ctrllog.SetLogger(logr.Discard())

	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	// No client-side throttle: where the server has priority and fairness, Flux turns it off too.
	config.QPS = -1
	http, err := rest.HTTPClientFor(config)
	if err != nil {
		return err
	}
	mapper, err := apiutil.NewDynamicRESTMapper(config, http)
	if err != nil {
		return err
	}
	kube, err := client.New(config, client.Options{HTTPClient: http, Mapper: mapper})
	if err != nil {
		return err
	}
	reader, err := os.Open(*file)
	if err != nil {
		return err
	}
	defer reader.Close()
	objects, err := ssautil.ReadObjects(reader)
	if err != nil {
		return err
	}
	manager := ssa.NewResourceManager(kube, nil, ssa.Owner{Field: "flux-bench", Group: "bench.home-base"})
	manager.SetConcurrency(*concurrency)

	began := time.Now()
	changes, err := manager.ApplyAll(context.Background(), objects, ssa.DefaultApplyOptions())
	if err != nil {
		return err
	}
	counts := map[ssa.Action]int{}
	for _, entry := range changes.Entries {
		counts[entry.Action]++
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"seconds":   time.Since(began).Seconds(),
		"created":   counts[ssa.CreatedAction],
		"unchanged": counts[ssa.UnchangedAction],
	})
}
