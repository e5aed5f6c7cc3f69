package dev.penstock.launcher.template;

import dev.penstock.launcher.template.resource.PlanDraft;
import dev.penstock.launcher.template.resource.Stack;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.YamlNode;
import dev.penstock.launcher.yaml.YamlReader;
import dev.penstock.platform.aws.AwsIdentity;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a SAM or CloudFormation template (YAML with short tags, or JSON). Text becomes a tree,
 * the tree sections, the sections resources in order, the resources a plan. Reading goes on after what is wrong as long as
 * there is something to read, so that everything wrong is told at once.
 */
public final class TemplateReader {
    private final String file;
    private final Stack stack;
    private final Findings errors = new Findings();

    private TemplateReader(String file, Stack stack) {
        this.file = file;
        this.stack = stack;
    }

    /**
     * Reads a template.
     *
     * @param template the file; code paths in it are relative to its folder
     * @param parameterOverrides values of template parameters, by name
     * @throws TemplateException with everything that was found wrong
     */
    public static PipelinePlan read(Path template, Map<String, String> parameterOverrides, AwsIdentity identity) {
        return read(template, parameterOverrides, identity, Map.of());
    }

    /**
     * Reads a template.
     *
     * @param template the file; code paths in it are relative to its folder
     * @param parameterOverrides values of template parameters, by name
     * @param code where the code of functions and layers is, by logical id, whatever the template says
     * @throws TemplateException with everything that was found wrong
     */
    public static PipelinePlan read(
            Path template, Map<String, String> parameterOverrides, AwsIdentity identity, Map<String, Path> code) {
        return new TemplateReader(
                        template.toString(), Stack.of(template, identity).withCode(code))
                .plan(template, parameterOverrides);
    }

    private PipelinePlan plan(Path template, Map<String, String> parameterOverrides) {
        Optional<YamlNode.Mapping> root =
                text(template).flatMap(text -> YamlReader.read(file, text, new ShortTags(), errors));
        failOnErrors();
        PlanDraft draft = new PlanDraft(stack, errors);
        TemplateSections sections = TemplateSections.of(root.orElseThrow(), draft, errors);
        Map<String, YamlNode> parameters =
                new Parameters(file, draft, errors).values(sections.parameters(), parameterOverrides);
        Scope.Values values =
                new Scope.Values(parameters, sections.mappings(), new Conditions(sections.conditions(), errors));
        Scope early = Scope.withoutResources(stack, values, errors);
        values.conditions().checkAll(early::resolve);
        List<TemplateResource> present = present(sections.resources(), early, draft);
        Set<String> declared = new HashSet<>(sections.declared());
        present.forEach(resource -> declared.add(resource.logicalId()));
        Optional<List<TemplateResource>> ordered = ResourceGraph.order(present, declared, errors);
        if (ordered.isEmpty()) {
            failOnErrors();
        }
        Scope scope = new Scope(stack, values, new Scope.Resources(ordered.orElseThrow(), declared), errors);
        List<PlannedResource> resources = ordered.orElseThrow().stream()
                .map(resource -> resource.plan(scope, draft, errors))
                .toList();
        Map<String, String> outputs = new Outputs(scope, draft, errors).values(sections.outputs());
        PlanDraft.Checked checked = draft.check();
        failOnErrors();
        return new PipelinePlan(
                stack.name(),
                resources,
                checked.streams(),
                checked.tables(),
                checked.functions(),
                checked.published(),
                checked.mappings(),
                checked.applications(),
                checked.rules(),
                checked.devices(),
                checked.rulePlaces(),
                checked.warnings(),
                checked.ignored(),
                outputs);
    }

    /** The resources whose condition holds, with those that SAM makes of them. */
    private List<TemplateResource> present(List<TemplateResource> resources, Scope scope, PlanDraft draft) {
        List<TemplateResource> present = new ArrayList<>();
        SamExpansion sam = new SamExpansion(stack, scope::resolve, draft, errors);
        for (TemplateResource resource : resources) {
            if (resource.condition().isEmpty()
                    || scope.condition(resource.condition(), resource.at()).orElse(true)) {
                present.addAll(sam.of(resource));
            }
        }
        return present;
    }

    private Optional<String> text(Path template) {
        Position whole = Position.of(file);
        try {
            String text = Files.readString(template);
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException missing) {
            errors.add(whole, "there is no such template file");
        } catch (MalformedInputException binary) {
            errors.add(whole, "the template is not UTF-8 text");
        } catch (IOException failure) {
            errors.add(whole, "the template cannot be read: " + failure);
        }
        return Optional.empty();
    }

    private void failOnErrors() {
        if (!errors.isEmpty()) {
            throw new TemplateException(errors.sorted());
        }
    }
}
