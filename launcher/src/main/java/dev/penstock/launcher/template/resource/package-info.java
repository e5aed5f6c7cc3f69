/**
 * One mapper for each resource type: reads the properties and adds to the draft of a plan. A new type is one new file and
 * one line in {@link dev.penstock.launcher.template.resource.ResourceMappers}.
 */
@NullMarked
package dev.penstock.launcher.template.resource;

import org.jspecify.annotations.NullMarked;
