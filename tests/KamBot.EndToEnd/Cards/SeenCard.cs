using System.Text.Json.Nodes;

namespace KamBot.EndToEnd.Cards;

/// <param name="Step">Where in the tour it was met: the intent, the button that was pressed, or the day it came.</param>
internal sealed record SeenCard(string Step, JsonObject Json);
