//go:build tools

// Package engine pins the Pulumi command line: go.mod and go.sum name every module of the build in build.ts.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
