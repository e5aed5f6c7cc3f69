/**
 * Reads a SAM or CloudFormation template, unchanged, into the plan of a pipeline. Start with
 * {@link dev.penstock.launcher.template.TemplateReader}. Nothing is created here, and nothing is left out silently: what is
 * not supported is an error with its place, what has no effect locally is in the plan's list.
 */
@NullMarked
package dev.penstock.launcher.template;

import org.jspecify.annotations.NullMarked;
