using System.Text.Json.Serialization;

namespace Carillon.Engine.History;

/// <summary>JSON that queries take as a parameter.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class HistoryJson : JsonSerializerContext;
