using System.Text.Json.Nodes;

namespace KamBot.Conversation.Forms;

/// <summary>The verbs of a form's buttons; their data names the very form, so that an old card cannot answer a new one.</summary>
public static class FormVerbs
{
    public const string Set = "form.set";
    public const string Skip = "form.skip";
    public const string Back = "form.back";
    public const string Cancel = "form.cancel";
    public const string Submit = "form.submit";
    public const string Resume = "form.resume";
    public const string Answer = "form.answer";

    public static bool IsOne(string verb) => verb.StartsWith("form.", StringComparison.Ordinal);
}

internal static class FormChoices
{
    public static JsonObject Data(OpenForm form) => new() { ["form"] = form.Id };

    public static Choice Set(OpenForm form, string title, string field, string value) =>
        new(title, FormVerbs.Set, new JsonObject { ["form"] = form.Id, ["field"] = field, ["value"] = value });
}
